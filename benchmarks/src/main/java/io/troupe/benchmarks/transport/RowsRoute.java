package io.troupe.benchmarks.transport;

import org.HdrHistogram.Histogram;

/** A way of rows of one size to the other process, and of acknowledgements back. Used by one thread. */
interface RowsRoute extends AutoCloseable {
    /** Rows of a full message. */
    int rowsPerMessage();

    /** Sends full messages and one more row; returns when all of it is acknowledged. */
    void send(int messages);

    /** Sends one row again and again, each when the one before is acknowledged; records how long that took, in ns. */
    void roundTrips(int count, Histogram ns);

    @Override
    void close();
}
