package io.troupe.common.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** {@code actors} of the configuration. */
public record ActorSettings(
    int count,
    int lanes,
    Exploration exploration,
    int maxUnacknowledgedRecords,
    int messageRecords,
    int messageDelayMs,
    int moveAfterMs,
    int maxEnvironmentFailures,
    Staleness staleness) {
    /** @param ladderSize 0: actors × lanes */
    public record Exploration(double epsilon, double alpha, int ladderSize) {
    }

    /**
     * @param maxVersions that weights may be behind the newest announced ones; empty: any
     * @param maxAgeS     seconds that newer ones may have been announced for; empty: any
     */
    public record Staleness(OptionalLong maxVersions, OptionalDouble maxAgeS, Action action) {
        public enum Action { WAIT, MARK }

        /** No bound. */
        public static Staleness any() {
            return new Staleness(OptionalLong.empty(), OptionalDouble.empty(), Action.WAIT);
        }
    }

    /** Rungs of the exploration ladder. */
    public int ladderSize() {
        return exploration.ladderSize() > 0 ? exploration.ladderSize() : count * lanes;
    }
}
