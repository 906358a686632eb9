/** The service between two processes: its streams against gRPC, a real shard behind them, and a soak of that shard. */
package io.troupe.benchmarks.transport;
