package io.troupe.benchmarks.transport;

import io.troupe.common.agent.PatientIdleStrategy;
import io.troupe.common.schema.StepLayout;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Everything about rows of one size between two processes. */
final class TransportMeasurement {
    /**
     * @param insertsPerS  steps that the shard stored and acknowledged
     * @param samplesPerS  rows of batches of 512 windows that came back, each with a new priority
     * @param roundTripNs  from the request for one row until it was there
     */
    record ShardResult(double insertsPerS, double samplesPerS, Histogram roundTripNs) {
    }

    /** Of all. */
    record Result(int rowsPerMessage, RowsResult aeron, RowsResult grpc, ShardResult shard) {
    }

    private static final int BATCH_ROWS = 512;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ProcessPair pair;
    private final int index;
    private final StepLayout layout;
    private final TransportPlan plan;

    /** @param index of the size among those of the pair */
    TransportMeasurement(ProcessPair pair, int index, int rowBytes, TransportPlan plan) {
        this.pair = pair;
        this.index = index;
        this.plan = plan;
        layout = PeerSettings.layout(rowBytes);
    }

    Result run() {
        RowsResult aeron = new RowsResult(plan.repetitions());
        RowsResult grpc = new RowsResult(plan.repetitions());
        int rowsPerMessage;
        try (RowsRoute aeronRoute = pair.aeron(index); RowsRoute grpcRoute = pair.grpc(index)) {
            rowsPerMessage = aeronRoute.rowsPerMessage();
            int aeronMessages = warmUp(aeronRoute);
            int grpcMessages = warmUp(grpcRoute);
            for (int i = 0; i < plan.repetitions(); i++) {
                repeat(aeronRoute, aeronMessages, aeron);
                repeat(grpcRoute, grpcMessages, grpc);
            }
        }
        return new Result(rowsPerMessage, aeron, grpc, shard());
    }

    /** Returns how many messages take about the time of a repetition. */
    private int warmUp(RowsRoute route) {
        int warmUpMs = index == 0 ? plan.firstWarmUpMs() : plan.warmUpMs();
        long beginNs = System.nanoTime();
        int messages = 1;
        long ns = 0;
        while (ns < TimeUnit.MILLISECONDS.toNanos(plan.repetitionMs())
            || System.nanoTime() - beginNs < TimeUnit.MILLISECONDS.toNanos(warmUpMs)) {
            if (ns < TimeUnit.MILLISECONDS.toNanos(plan.repetitionMs())) {
                messages *= 2;
            }
            ns = time(route, messages);
            route.roundTrips(plan.roundTrips() / plan.repetitions(), new Histogram(SIGNIFICANT_DIGITS));
        }
        return messages;
    }

    private void repeat(RowsRoute route, int messages, RowsResult result) {
        long ns = time(route, messages);
        result.add(((double) messages * route.rowsPerMessage() + 1) / ns * 1e9);
        route.roundTrips(plan.roundTrips(), result.roundTripNs());
    }

    private static long time(RowsRoute route, int messages) {
        long startNs = System.nanoTime();
        route.send(messages);
        return System.nanoTime() - startNs;
    }

    private ShardResult shard() {
        int nodeId = PeerSettings.PARENT_NODE_ID;
        Histogram roundTripNs = new Histogram(SIGNIFICANT_DIGITS);
        ShardInserts inserts = new ShardInserts(pair.transport(), nodeId, pair.peer().shard(index), layout);
        double insertsPerS;
        try {
            insertsPerS = ratePerS(inserts);
        } finally {
            inserts.onClose();
        }
        ShardSamples samples = new ShardSamples(pair.transport(), nodeId, pair.peer().shard(index), layout, BATCH_ROWS,
            roundTripNs::recordValue);
        try {
            double samplesPerS = ratePerS(samples);
            samples.batchRows(1);
            drive(samples, plan.shardMs());
            roundTripNs.reset();
            drive(samples, plan.shardMs());
            return new ShardResult(insertsPerS, samplesPerS, roundTripNs);
        } finally {
            samples.onClose();
        }
    }

    /** Drives it until it is warm, and then for a measured time. */
    private double ratePerS(ShardLoad load) {
        drive(load, plan.warmUpMs());
        long before = load.rows();
        double seconds = drive(load, plan.shardMs());
        return (load.rows() - before) / seconds;
    }

    /** So long, and until there have been rows. Returns the seconds that it took. */
    private static double drive(ShardLoad load, int ms) {
        PatientIdleStrategy idle = new PatientIdleStrategy();
        Patience patience = new Patience("the shard");
        long startNs = System.nanoTime();
        long before = load.rows();
        long ns = 0;
        while (load.rows() == before || ns < TimeUnit.MILLISECONDS.toNanos(ms)) {
            int work = load.doWork();
            patience.check(work);
            idle.idle(work);
            ns = System.nanoTime() - startNs;
        }
        return ns / 1e9;
    }
}
