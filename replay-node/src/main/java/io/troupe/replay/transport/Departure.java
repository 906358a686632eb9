package io.troupe.replay.transport;

import java.util.concurrent.TimeUnit;

/**
 * When a shard that was told to leave may go:
 *
 * <pre>
 *   DRAINING ── time is over, lanes have gone, rows are delivered ──► FAREWELL ── acknowledgements are out ──► GONE
 * </pre>
 *
 * While it drains its lanes leave, and it is drawn from as ever. In the farewell no steps are read any more: what was
 * stored last is acknowledged, so that no actor sends it to another shard. Nobody is waited for for ever: neither lanes
 * that have nowhere to go, nor an actor or a learner that does not answer.
 */
final class Departure {
    enum Phase { DRAINING, FAREWELL, GONE }

    /** For lanes that could go elsewhere and do not. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    static final long FAREWELL_NS = 2 * AckStreams.HEARTBEAT_INTERVAL_NS;
    static final long MAX_FAREWELL_NS = TimeUnit.SECONDS.toNanos(1);

    private final long drainNs;
    private Phase phase = Phase.DRAINING;
    private long sinceNs;

    /** @param drainNs for so long at least it drains */
    Departure(long drainNs, long nowNs) {
        this.drainNs = drainNs;
        sinceNs = nowNs;
    }

    /** @param isServed whether the learner has all the rows that it has asked for, as far as there are any */
    Phase advance(long nowNs, int lanes, boolean canLanesGo, boolean isServed) {
        long passedNs = nowNs - sinceNs;
        switch (phase) {
            case DRAINING -> {
                boolean isFree = isServed && (lanes == 0 || !canLanesGo);
                if (passedNs >= drainNs && (isFree || passedNs - drainNs >= PATIENCE_NS)) {
                    phase = Phase.FAREWELL;
                    sinceNs = nowNs;
                }
            }
            case FAREWELL -> {
                if (passedNs >= FAREWELL_NS && isServed || passedNs >= MAX_FAREWELL_NS) {
                    phase = Phase.GONE;
                }
            }
            case GONE -> {
                // It stays that way.
            }
        }
        return phase;
    }

    Phase phase() {
        return phase;
    }
}
