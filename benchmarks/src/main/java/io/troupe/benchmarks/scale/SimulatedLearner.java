package io.troupe.benchmarks.scale;

import io.troupe.benchmarks.scale.SimulatedShard.Piece;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.RateLimiter;
import io.troupe.learner.sampling.SamplerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The learner with its own sampler and rate limiter; a step of the network is a time that it takes. */
final class SimulatedLearner {
    private static final long MASS_UNIT = 1L << 32;
    private static final int VALID_STEPS = 3;
    private static final int PREFETCH_BATCHES = 2;
    private static final int ERROR_BUFFER_STEPS = 1_000;
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);
    /** How often an idle learner looks whether something is due. */
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SimulatedTime time;
    private final ScaleCase simulated;
    private final Node node;
    private final LongConsumer onStep;
    private final GlobalSampler sampler;
    private final List<SimulatedShard> shards = new ArrayList<>();
    private final BatchMessage written = new BatchMessage(Frames.SLIM, Frames.SLIM_WINDOW);
    private final BatchMessage read = new BatchMessage(Frames.SLIM, Frames.SLIM_WINDOW);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[written.length(Frames.maxRows())]);
    private final float[] priorities;
    private final long stepNs;
    private boolean isLearning;
    private long steps;

    /** @param onStep hears how many learner steps were made, after each */
    SimulatedLearner(SimulatedTime time, ScaleCase simulated, Node node, LongConsumer onStep) {
        this.time = time;
        this.simulated = simulated;
        this.node = node;
        this.onStep = onStep;
        RateLimiter limiter = new RateLimiter(ScaleCase.MIN_SIZE_STEPS, simulated.samplesPerInsert(), ERROR_BUFFER_STEPS,
            simulated.batchRows());
        sampler = new GlobalSampler(Frames.SLIM, Frames.SLIM_WINDOW, new SamplerSettings(simulated.batchRows(),
            PREFETCH_BATCHES, 1, new LinearSchedule(0.4, 0.4, 1), limiter, 1, HEARTBEAT_NS, SILENCE_NS), this::offer,
            time, new SplittableRandom(1));
        priorities = new float[simulated.batchRows()];
        Arrays.fill(priorities, 1);
        stepNs = Math.round(1e9 / simulated.learnerStepsPerS());
        time.every(0, IDLE_NS, () -> {
            if (!isLearning) {
                cycle();
            }
        });
    }

    void add(SimulatedShard shard) {
        shards.add(shard);
        sampler.addShard(shard.storeId(), (int) shard.storeId());
    }

    /** The learner's thread hears it when it is free: between two of its steps. */
    void onPiece(Piece piece) {
        node.agent().work(simulated.costs().messageNs(), () -> {
            hear(piece);
            cycle();
        });
    }

    GlobalSampler sampler() {
        return sampler;
    }

    /** Learner steps made. */
    long steps() {
        return steps;
    }

    private void hear(Piece piece) {
        // What an earlier message left behind would be read as actions that there are not.
        bytes.setMemory(0, bytes.capacity(), (byte) 0);
        written.begin(bytes, 0, piece.storeId(), (int) piece.storeId(), piece.batchId(), piece.rows())
            .state(piece.windows() * MASS_UNIT, piece.windows(), piece.storedSteps(), piece.windows());
        for (int row = 0; row < piece.rows(); row++) {
            written.putRow(row, row, 1.0 / piece.windows(), VALID_STEPS, 0, 0);
        }
        if (!read.wrap(bytes, 0, written.length())) {
            throw new IllegalStateException("a message of " + piece + " is not whole");
        }
        sampler.onBatch(read);
    }

    private void cycle() {
        sampler.doWork();
        if (isLearning) {
            return;
        }
        SampledBatch batch = sampler.poll();
        if (batch != null) {
            isLearning = true;
            node.agent().work(stepNs, () -> {
                isLearning = false;
                steps++;
                sampler.update(batch, priorities);
                sampler.release(batch);
                onStep.accept(steps);
                cycle();
            });
        }
    }

    private boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, message, offset, length);
        SimulatedShard shard = shards.get((int) storeId - 1);
        node.stream(shard.node(), length, () -> {
            FeedbackMessage feedback = new FeedbackMessage();
            if (!feedback.wrap(copy, 0, length)) {
                throw new IllegalStateException("a message of " + length + " bytes to store " + storeId + " is not whole");
            }
            shard.onFeedback(feedback);
        });
        return true;
    }
}
