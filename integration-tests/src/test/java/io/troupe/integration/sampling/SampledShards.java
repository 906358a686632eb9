package io.troupe.integration.sampling;

import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.RateLimiter;
import io.troupe.learner.sampling.SamplerSettings;
import io.troupe.learner.sampling.ShardRequests;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Real shards and the real global sampler in one thread. Every shard has one lane and one endless episode; a window is
 * one step, and its observation is its number, from {@code shard × NUMBERS} on.
 */
final class SampledShards implements AutoCloseable, ShardRequests {
    static final int NUMBERS = 1 << 20;
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("number", 1)), 2));
    private static final WindowSpec WINDOW = WindowSpec.nStep(LAYOUT.schema(), 1);
    private static final int MAX_MESSAGE_BYTES = 1 << 16;
    private static final int PREFETCH = 3;

    final List<ReplayShard> shards = new ArrayList<>();
    final GlobalSampler sampler;
    private final int batchSize;
    private final List<Integer> records = new ArrayList<>();
    private final StepsMessage steps = new StepsMessage(LAYOUT.stride());
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage batch = new BatchMessage(LAYOUT, WINDOW);
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 16]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[LAYOUT.stride()]);
    private Runnable beforeRows = () -> { };
    private long servedBatch;
    private long nowNs;

    SampledShards(Path folder, int count, long capacitySteps, double priorityExponent, int batchSize) {
        this.batchSize = batchSize;
        SamplerSettings settings = new SamplerSettings(batchSize, PREFETCH, 1, new LinearSchedule(1, 1, 1),
            new RateLimiter(1, OptionalDouble.empty(), 0, batchSize), 1, 1_000_000, 1_000_000_000);
        sampler = new GlobalSampler(LAYOUT, WINDOW, settings, this, () -> nowNs, new SplittableRandom(21));
        for (int i = 0; i < count; i++) {
            long storeId = i + 1;
            ReplayShard shard = new ReplayShard(new ReplayShardSettings(folder.resolve("shard-" + i), LAYOUT, WINDOW,
                capacitySteps, 64, priorityExponent, false, MAX_MESSAGE_BYTES), new SplittableRandom(31 + i),
                () -> storeId);
            shard.nodeId(i + 1);
            shards.add(shard);
            records.add(0);
            sampler.addShard(storeId, i + 1);
        }
    }

    /** One more record of this shard; completes the window before it, which has this priority by its number. */
    void append(int shard, IntToDoubleFunction priority) {
        int number = records.get(shard);
        records.set(shard, number + 1);
        record.putFloat(LAYOUT.columnOffset(0), shard * NUMBERS + number, ByteOrder.LITTLE_ENDIAN);
        record.putInt(StepLayout.FLAGS_OFFSET, number == 0 ? StepLayout.FLAG_EPISODE_START : 0,
            ByteOrder.LITTLE_ENDIAN);
        steps.begin(memory, 0, shard, 0, 9, number, 1, number == 0 ? 0 : 1).putRecord(0, record, 0);
        if (number > 0) {
            int window = shard * NUMBERS + number - 1;
            steps.putPriority(0, number - 1, (float) priority.applyAsDouble(window));
        }
        shards.get(shard).append(steps);
    }

    /** Numbers of this shard's windows are below this, from {@link #firstNumber} on. */
    int endNumber(int shard) {
        return shard * NUMBERS + records.get(shard) - 1;
    }

    int firstNumber(int shard) {
        return endNumber(shard) - (int) shards.get(shard).samplableWindows();
    }

    /** What is to be called before rows of another batch are drawn. */
    void beforeRows(Runnable action) {
        beforeRows = action;
    }

    /** The batch that {@link #beforeRows} is called for. */
    long servedBatch() {
        return servedBatch;
    }

    /** Lets the sampler ask, and the shards answer; the oldest batch, to be learned from and released. */
    SampledBatch next() {
        nowNs += 1_000;
        for (ReplayShard shard : shards) {
            shard.reportState(this::toLearner);
        }
        sampler.doWork();
        for (ReplayShard shard : shards) {
            shard.serve(this::toLearner);
        }
        return sampler.poll();
    }

    int number(SampledBatch rows, int row) {
        return (int) rows.column(0).getFloat(4 * row, ByteOrder.LITTLE_ENDIAN);
    }

    /** All rows of a batch from one shard: what a good replay does not do. */
    void drawFromOneShard(int shard, int[] numbers) {
        ReplayShard drawn = shards.get(shard);
        drawn.onFeedback(feedback.begin(memory, 0, drawn.storeId(), Long.MAX_VALUE, ++servedBatch, batchSize, 0));
        int[] filled = new int[1];
        drawn.serve((message, offset, length) -> {
            batch.wrap(message, offset, length);
            for (int row = 0; row < batch.rows(); row++) {
                numbers[filled[0]++] =
                    (int) batch.buffer().getFloat(batch.columnOffset(0) + 4 * row, ByteOrder.LITTLE_ENDIAN);
            }
            return true;
        });
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        if (!feedback.wrap(message, offset, length)) {
            throw new AssertionError("malformed feedback");
        }
        shards.get((int) storeId - 1).onFeedback(feedback);
        return true;
    }

    @Override
    public void close() {
        shards.forEach(ReplayShard::close);
    }

    private boolean toLearner(DirectBuffer message, int offset, int length) {
        if (!batch.wrap(message, offset, length)) {
            throw new AssertionError("a malformed batch");
        }
        if (batch.rows() > 0 && batch.batchId() != servedBatch) {
            servedBatch = batch.batchId();
            beforeRows.run();
        }
        sampler.onBatch(batch);
        return true;
    }
}
