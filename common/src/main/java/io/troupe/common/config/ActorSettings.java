package io.troupe.common.config;

/** {@code actors} of the configuration. */
public record ActorSettings(
    int count,
    int lanes,
    Exploration exploration,
    int maxUnacknowledgedRecords,
    int messageRecords,
    int messageDelayMs,
    int moveAfterMs,
    int maxEnvironmentFailures) {
    /** @param ladderSize 0: actors × lanes */
    public record Exploration(double epsilon, double alpha, int ladderSize) {
    }

    /** Rungs of the exploration ladder. */
    public int ladderSize() {
        return exploration.ladderSize() > 0 ? exploration.ladderSize() : count * lanes;
    }
}
