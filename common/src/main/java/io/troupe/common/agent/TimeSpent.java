package io.troupe.common.agent;

/** Where a duty's time has gone since its start, in nanoseconds: see {@link TimeAccount.State}. */
public record TimeSpent(long workingNs, long waitingForInsertsNs, long waitingForSamplesNs, long limitedNs) {
    public static final TimeSpent NONE = new TimeSpent(0, 0, 0, 0);

    public TimeSpent plus(TimeSpent other) {
        return new TimeSpent(workingNs + other.workingNs, waitingForInsertsNs + other.waitingForInsertsNs,
            waitingForSamplesNs + other.waitingForSamplesNs, limitedNs + other.limitedNs);
    }
}
