package io.troupe.benchmarks.transport;

import org.agrona.concurrent.Agent;

/** Something that keeps a shard busy. */
interface ShardLoad extends Agent {
    @Override
    int doWork();

    /** Rows that it has brought there, or back. Any thread. */
    long rows();
}
