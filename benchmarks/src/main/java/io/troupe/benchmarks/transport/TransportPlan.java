package io.troupe.benchmarks.transport;

/**
 * How long the benchmark measures.
 *
 * @param firstWarmUpMs of each route with the first size of rows: gRPC takes seconds until all of it is compiled
 * @param warmUpMs      of each route with another size, and of the shard, before it is measured
 * @param repetitions   of each route, in turn with the other
 * @param repetitionMs  about
 * @param roundTrips    of each route in a repetition
 * @param shardMs       of the shard's inserts, of its samples, and of its round trips, each
 */
record TransportPlan(int firstWarmUpMs, int warmUpMs, int repetitions, int repetitionMs, int roundTrips, int shardMs) {
    static final TransportPlan FULL = new TransportPlan(2_500, 500, 5, 120, 1_000, 250);
}
