package io.troupe.policy;

/**
 * How a policy is to act.
 *
 * @param maxRows       observations of one forward pass, and sessions of a network with a memory; at least 1
 * @param engineThreads threads inside one operation of the engine, at least 1
 * @param seed          of actions at random
 */
public record PolicyOptions(int maxRows, int engineThreads, long seed) {
    public static final PolicyOptions DEFAULTS = new PolicyOptions(64, 1, 1);

    public PolicyOptions {
        if (maxRows < 1 || engineThreads < 1) {
            throw new IllegalArgumentException("got room for " + maxRows + " rows and " + engineThreads
                + " threads, expected at least 1 of each");
        }
    }
}
