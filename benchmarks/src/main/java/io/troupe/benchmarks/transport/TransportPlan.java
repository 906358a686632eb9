package io.troupe.benchmarks.transport;

/**
 * How long the benchmark measures.
 *
 * @param warmUpMs     of each route, and of the shard, before it is measured
 * @param repetitions  of each route, in turn with the other
 * @param repetitionMs about
 * @param roundTrips   of each route in a repetition
 * @param shardMs      of the shard's inserts, of its samples, and of its round trips, each
 */
record TransportPlan(int warmUpMs, int repetitions, int repetitionMs, int roundTrips, int shardMs) {
    static final TransportPlan FULL = new TransportPlan(800, 5, 150, 1_500, 300);
}
