package io.troupe.benchmarks;

import io.troupe.common.numeric.PowerFunction;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import io.troupe.replay.shard.BatchSink;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A full replay shard with an actor's and a learner's messages for it, as they would come from the transport. */
final class ReplayLoad implements AutoCloseable {
    static final int INSERTED_STEPS = 50;
    static final int BATCH_ROWS = 512;
    private static final int LANES = 64;
    private static final int EPISODE_STEPS = 200;
    /** An eighth of a term of 4 MiB. */
    static final int MAX_MESSAGE_BYTES = 512 << 10;
    private static final double PRIORITY_EXPONENT = 0.6;
    private static final double IMPORTANCE_EXPONENT = 0.4;
    private static final int PRIORITIES = 1 << 14;

    private final ReplayShard shard;
    private final StepsMessage sent;
    private final StepsMessage received;
    private final UnsafeBuffer[] steps = new UnsafeBuffer[EPISODE_STEPS / INSERTED_STEPS];
    private final long[] nextRecord = new long[LANES];
    private final BatchMessage batch;
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final UnsafeBuffer feedbackBytes = memory(FeedbackMessage.length(BATCH_ROWS));
    private final long[] keys = new long[BATCH_ROWS];
    private final PowerFunction importance = new PowerFunction(IMPORTANCE_EXPONENT);
    private final double[] probabilities = new double[BATCH_ROWS];
    private final float[] importanceWeights = new float[BATCH_ROWS];
    private final float[] priorities = new float[PRIORITIES];
    private final BatchSink sink = this::onBatch;
    private int lane;
    private int rows;
    private int turn;
    private long batchId;
    private long sampledBytes;

    ReplayLoad(Path folder, ReplayCase load) {
        StepLayout layout = load.layout();
        WindowSpec window = load.window();
        int windows = load.windows();
        SplittableRandom random = new SplittableRandom(1);
        // Each lane's newest steps are no windows yet, and its newest segment is half empty.
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, windows + LANES * 64L, 64,
            PRIORITY_EXPONENT, false, MAX_MESSAGE_BYTES), random, random::nextLong);
        sent = new StepsMessage(layout.stride());
        received = new StepsMessage(layout.stride());
        batch = new BatchMessage(layout, window);
        for (int i = 0; i < PRIORITIES; i++) {
            priorities[i] = (float) random.nextDouble(1e-3, 1);
        }
        for (int part = 0; part < steps.length; part++) {
            steps[part] = episodePart(layout, window.horizon(), part, random);
        }
        while (shard.samplableWindows() < windows) {
            insert();
        }
    }

    /** Bytes of the rows' columns that the last {@link #sample} brought. */
    long sampledBytes() {
        return sampledBytes;
    }

    /** A message of 50 steps of one lane, with the priorities of the windows that they complete. */
    void insert() {
        lane = (lane + 1) % LANES;
        long first = nextRecord[lane];
        UnsafeBuffer bytes = steps[(int) (first / INSERTED_STEPS % steps.length)];
        // The head alone is written anew: the lane and the number of the first record.
        sent.begin(bytes, 0, lane, 0, 1, first, INSERTED_STEPS, INSERTED_STEPS);
        if (!received.wrap(bytes, 0, bytes.capacity()) || shard.append(received) != AppendResult.STORED) {
            throw new IllegalStateException("the shard did not store a message");
        }
        nextRecord[lane] += INSERTED_STEPS;
    }

    /** A request for 512 rows, their messages read, their importance weights worked out. */
    void sample() {
        request(0);
        receive();
    }

    /** New priorities for the rows that came last. */
    void update() {
        request(BATCH_ROWS, 0);
    }

    /** As a learner does: the last rows' new priorities and the next request in one message, then the rows. */
    void learn() {
        request(BATCH_ROWS, BATCH_ROWS);
        receive();
    }

    @Override
    public void close() {
        shard.close();
    }

    private void request(int updates) {
        request(updates, BATCH_ROWS);
    }

    private void request(int updates, int wantedRows) {
        feedback.begin(feedbackBytes, 0, shard.storeId(), Long.MAX_VALUE, ++batchId, wantedRows, updates);
        turn = (turn + 1) % (PRIORITIES - BATCH_ROWS);
        for (int i = 0; i < updates; i++) {
            feedback.putUpdate(i, keys[i], priorities[turn + i]);
        }
        shard.onFeedback(feedback);
    }

    private void receive() {
        rows = 0;
        sampledBytes = 0;
        shard.serve(sink);
        if (rows != BATCH_ROWS) {
            throw new IllegalStateException("asked for " + BATCH_ROWS + " rows, got " + rows);
        }
        // As the learner does: (N·q)^−β over the batch's largest, which is (q_min / q)^β.
        double smallest = Double.MAX_VALUE;
        for (double probability : probabilities) {
            smallest = Math.min(smallest, probability);
        }
        for (int i = 0; i < BATCH_ROWS; i++) {
            importanceWeights[i] = (float) importance.of(smallest / probabilities[i]);
        }
    }

    private boolean onBatch(DirectBuffer message, int offset, int length) {
        if (!batch.wrap(message, offset, length)) {
            throw new IllegalStateException("the shard sent something that is no batch");
        }
        for (int row = 0; row < batch.rows(); row++) {
            keys[rows] = batch.key(row);
            probabilities[rows++] = batch.drawProbability(row);
        }
        sampledBytes += length;
        return true;
    }

    private UnsafeBuffer episodePart(StepLayout layout, int horizon, int part, SplittableRandom random) {
        UnsafeBuffer bytes = memory(StepsMessage.length(layout.stride(), INSERTED_STEPS, INSERTED_STEPS));
        UnsafeBuffer record = memory(layout.stride());
        sent.begin(bytes, 0, 0, 0, 1, 0, INSERTED_STEPS, INSERTED_STEPS);
        for (int i = 0; i < INSERTED_STEPS; i++) {
            for (int at = 0; at < layout.stride(); at++) {
                record.putByte(at, (byte) random.nextInt());
            }
            makePossible(layout, record, random);
            int step = part * INSERTED_STEPS + i;
            int flags = step == 0 ? StepLayout.FLAG_EPISODE_START : 0;
            record.putInt(StepLayout.FLAGS_OFFSET,
                step == EPISODE_STEPS - 1 ? StepLayout.FLAG_TERMINATED : flags, ByteOrder.LITTLE_ENDIAN);
            sent.putRecord(i, record, 0);
            sent.putPriority(i, i - horizon, priorities[part * INSERTED_STEPS + i]);
        }
        return bytes;
    }

    /** Numbers where random bytes may be none: shards refuse such records. */
    private static void makePossible(StepLayout layout, UnsafeBuffer record, SplittableRandom random) {
        record.putInt(StepLayout.ACTION_OFFSET, random.nextInt(layout.schema().actionCount()), ByteOrder.LITTLE_ENDIAN);
        record.putFloat(StepLayout.REWARD_OFFSET, random.nextFloat(), ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < layout.schema().observations().size(); column++) {
            ObservationColumn observation = layout.schema().observations().get(column);
            for (int i = 0; observation.type() == ElementType.FLOAT32 && i < observation.elements(); i++) {
                record.putFloat(layout.columnOffset(column) + 4 * i, random.nextFloat(), ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    private static UnsafeBuffer memory(int bytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 64));
    }
}
