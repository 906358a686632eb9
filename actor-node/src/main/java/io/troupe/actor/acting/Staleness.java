package io.troupe.actor.acting;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far an actor's weights are behind the newest that it has heard of, and what follows where that is beyond
 * {@code actors.staleness}. The bound is that of the stale synchronous parallel model (Ho et al. 2013), there on what a
 * worker reads of shared parameters. Weights are behind only while newer ones are known: those of a learner that publishes
 * nothing, or is gone, are never too old. Used by one thread; in steady state it allocates nothing.
 */
final class Staleness {
    private static final Logger LOG = LoggerFactory.getLogger(Staleness.class);
    /** Announcements that are told apart; of more than these, the latest count as older than they are. */
    private static final int REMEMBERED = 16;

    private final ActorSettings.Staleness.Action action;
    private final long maxVersions;
    private final long maxAgeNs;
    /** The announced weights that are newer than the actor's, oldest first, and when each was heard of. */
    private final WeightsVersion[] newer = new WeightsVersion[REMEMBERED];
    private final long[] heardNs = new long[REMEMBERED];
    private int count;
    private WeightsVersion announced;
    private boolean isBeyond;
    private long timesBeyond;
    private long versionsBehind;

    Staleness(ActorSettings.Staleness settings) {
        action = settings.action();
        maxVersions = settings.maxVersions().orElse(Long.MAX_VALUE);
        maxAgeNs = settings.maxAgeS().isPresent() ? (long) (settings.maxAgeS().getAsDouble() * 1e9) : Long.MAX_VALUE;
    }

    /**
     * @param newest that have been announced; null: none that will come
     * @param own    that the actor acts with; null: it has none yet, and is not behind
     */
    void update(WeightsVersion newest, WeightsSnapshot own, long nowNs) {
        if (newest != announced) {
            announced = newest;
            hear(newest, nowNs);
        }
        if (own == null || count == 0) {
            isBeyond = false;
            versionsBehind = 0;
            return;
        }
        forget(own);
        versionsBehind = count == 0 ? 0 : behind(newer[count - 1], own);
        boolean isNowBeyond = count > 0 && (versionsBehind > maxVersions || nowNs - heardNs[0] > maxAgeNs);
        if (isNowBeyond && !isBeyond) {
            tell(own, nowNs);
        }
        isBeyond = isNowBeyond;
    }

    /** Whether the actor takes no steps now. */
    boolean isWaiting() {
        return isBeyond && action == ActorSettings.Staleness.Action.WAIT;
    }

    /** Whether the steps that it takes now are marked. */
    boolean isMarking() {
        return isBeyond && action == ActorSettings.Staleness.Action.MARK;
    }

    long versionsBehind() {
        return versionsBehind;
    }

    private void hear(WeightsVersion newest, long nowNs) {
        if (newest == null) {
            forgetFirst(count);
        } else if (count == REMEMBERED) {
            newer[count - 1] = newest;
        } else {
            newer[count] = newest;
            heardNs[count++] = nowNs;
        }
    }

    private void forget(WeightsSnapshot own) {
        int known = 0;
        while (known < count && !newer[known].isNewerThan(own)) {
            known++;
        }
        forgetFirst(known);
    }

    private void forgetFirst(int known) {
        if (known > 0) {
            System.arraycopy(newer, known, newer, 0, count - known);
            System.arraycopy(heardNs, known, heardNs, 0, count - known);
            Arrays.fill(newer, count - known, count, null);
            count -= known;
        }
    }

    /** Those of a later learner are at least one ahead, whatever it counts from. */
    private static long behind(WeightsVersion newest, WeightsSnapshot own) {
        return Math.max(1, newest.version() - own.version());
    }

    private void tell(WeightsSnapshot own, long nowNs) {
        timesBeyond++;
        // The 1st, 2nd, 4th, 8th … time: a bound that is reached with each new version does not fill the disk.
        if (Long.bitCount(timesBeyond) == 1) {
            LOG.warn("Weights version {} are {} versions and {} s behind what was announced, beyond actors.staleness for the"
                + " {}. time: {}", own.version(), versionsBehind, (nowNs - heardNs[0]) / 100_000_000 / 10.0, timesBeyond,
                action == ActorSettings.Staleness.Action.WAIT ? "the lanes wait for newer ones" : "the steps are marked");
        }
    }
}
