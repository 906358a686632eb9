package io.troupe.benchmarks.scale;

import io.troupe.common.wire.FeedbackMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A shard's part in the protocol, with counts in the place of contents: steps in, rows and reports out, limits kept. */
final class SimulatedShard {
    /**
     * What a message to the learner tells.
     *
     * @param rows 0: a report
     */
    record Piece(long storeId, long batchId, int rows, long windows, long storedSteps) {
    }

    private record Arrived(int records, Runnable acknowledge) {
    }

    private static final long REPORT_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final SimulatedTime time;
    private final Costs costs;
    private final Node node;
    private final Node learner;
    private final Consumer<Piece> onPiece;
    private final long storeId;
    private final long capacity;
    private final Queue<Arrived> waiting = new ArrayDeque<>();
    private long storedSteps;
    private long limit;
    private long takenSteps;
    private long reportedNs;
    private boolean isReportDue;

    /** @param onPiece takes what comes to the learner */
    SimulatedShard(SimulatedTime time, ScaleCase simulated, long storeId, Node node, Node learner, Consumer<Piece> onPiece) {
        this.time = time;
        this.costs = simulated.costs();
        this.storeId = storeId;
        this.node = node;
        this.learner = learner;
        this.onPiece = onPiece;
        capacity = ScaleCase.CAPACITY_STEPS / simulated.shards();
        storedSteps = (ScaleCase.MIN_SIZE_STEPS + simulated.shards() - 1) / simulated.shards();
        takenSteps = storedSteps;
        time.every(0, HEARTBEAT_NS, () -> {
            if (time.nanoTime() - reportedNs >= HEARTBEAT_NS || time.nanoTime() == 0) {
                report();
            }
        });
    }

    Node node() {
        return node;
    }

    long storeId() {
        return storeId;
    }

    /** @param acknowledge is called when they are stored */
    void onSteps(int records, Runnable acknowledge) {
        waiting.add(new Arrived(records, acknowledge));
        take();
    }

    void onFeedback(FeedbackMessage feedback) {
        limit = feedback.insertLimitSteps();
        node.agent().work(costs.messageNs() + Math.round(feedback.updateCount() * costs.updateNs()), this::take);
        long batchId = feedback.batchId();
        for (int owed = feedback.rows(); owed > 0; owed -= Frames.maxRows()) {
            int rows = Math.min(owed, Frames.maxRows());
            node.agent().work(costs.messageNs() + Math.round(rows * costs.sampleNs()), () -> send(batchId, rows));
        }
    }

    /** One message at a time, for each can reach the limit; what is behind it waits in its stream. */
    private void take() {
        while (!waiting.isEmpty() && takenSteps < limit) {
            Arrived arrived = waiting.remove();
            takenSteps += arrived.records;
            node.agent().work(costs.messageNs() + Math.round(arrived.records * costs.insertNs()), () -> {
                storedSteps += arrived.records;
                arrived.acknowledge.run();
                reportSoon();
            });
        }
    }

    private void reportSoon() {
        if (!isReportDue) {
            isReportDue = true;
            time.at(reportedNs + REPORT_NS, () -> {
                isReportDue = false;
                report();
            });
        }
    }

    private void report() {
        reportedNs = time.nanoTime();
        node.agent().work(costs.messageNs(), () -> send(0, 0));
    }

    private void send(long batchId, int rows) {
        Piece piece = new Piece(storeId, batchId, rows, Math.min(storedSteps, capacity), storedSteps);
        node.stream(learner, Frames.batchBytes(rows), () -> onPiece.accept(piece));
    }
}
