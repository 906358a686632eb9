package io.troupe.benchmarks.scale;

import java.util.OptionalDouble;

/**
 * What is simulated: Ape-X's experiment with Atari's frames (Horgan et al. 2018), with so many actors and shards.
 *
 * @param fanOut             of the relays that weights go through; 0: all actors pull from the learner
 * @param actorsPerHost      processes that share a host and its network interface; learner and shards have one each
 * @param stepsPerActor      environment steps a second of an actor that nothing holds up
 * @param learnerStepsPerS   of a learner that never waits, of {@code batchRows} rows each
 * @param samplesPerInsert   of the rate limiter; empty: none
 * @param publishSteps       learner steps from one version of the weights to the next
 * @param weightsBytes       of one version
 * @param versions           that are followed until every actor has them
 * @param minSeconds         that are simulated at least
 */
record ScaleCase(int actors, int shards, int fanOut, int actorsPerHost, double stepsPerActor, double learnerStepsPerS,
                 int batchRows, OptionalDouble samplesPerInsert, int publishSteps, long weightsBytes, int versions,
                 double minSeconds, Network network, Costs costs) {
    /** Steps that the replay holds before the first learner step, and at most. */
    static final long MIN_SIZE_STEPS = 50_000;
    static final long CAPACITY_STEPS = 2_000_000;
    static final int LANES = 8;
    /** Of a lane: what it may have sent without an acknowledgement. */
    static final int MAX_UNACKNOWLEDGED = 128;
    private static final double MESSAGE_DELAY_S = 0.02;
    private static final int MESSAGE_RECORDS = 8;

    /** Records of a message: as many as a lane makes until the message must go, and not more than fit. */
    int messageRecords() {
        double made = stepsPerActor / LANES * MESSAGE_DELAY_S;
        return (int) Math.max(1, Math.min(MESSAGE_RECORDS, made));
    }
}
