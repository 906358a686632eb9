package io.troupe.policy.serving;

import java.time.Duration;

/**
 * How a policy is served.
 *
 * @param maxBatch       observations of one forward pass, and of one request
 * @param maxWait        how long the first of a batch waits for others
 * @param maxQueued      requests that wait; one more is answered by the fallback at once
 * @param deadline       after which a request is answered by the fallback
 * @param maxSessions    of a network with a memory
 * @param sessionTimeout after which a session that is not used ends
 * @param fallback       what is done where there is no answer in time
 * @param fallbackAction of {@link Fallback#ACTION}
 */
public record ServingSettings(int maxBatch, Duration maxWait, int maxQueued, Duration deadline, int maxSessions,
                              Duration sessionTimeout, Fallback fallback, int fallbackAction) {
    public enum Fallback { ERROR, RANDOM, ACTION }

    public ServingSettings {
        if (maxBatch < 1 || maxQueued < 1 || maxSessions < 1 || maxWait.isNegative() || deadline.isNegative()
            || deadline.isZero() || sessionTimeout.compareTo(deadline) <= 0) {
            throw new IllegalArgumentException("batch, queue, sessions and deadline must be above 0, the wait "
                + "not below, and a session must outlive the deadline");
        }
    }
}
