package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shards in memory that read and write the real messages, and can be made to fall silent or to take nothing. */
final class FakeShards implements ShardRequests {
    static final EnvironmentSchema SCHEMA = new EnvironmentSchema(List.of(ObservationColumn.float32("x", 3)), 1 << 30);
    static final StepLayout LAYOUT = new StepLayout(SCHEMA);
    static final WindowSpec WINDOW = WindowSpec.nStep(SCHEMA, 2);

    /** One shard: a window for each mass, with the window's index as its key. */
    static final class FakeShard {
        final long storeId;
        final long[] masses;
        final long total;
        int nodeId;
        long storedSteps;
        long insertLimit = -1;
        int feedbackMessages;
        boolean isDeaf;
        boolean isMute;
        final Map<Long, Float> updates = new LinkedHashMap<>();
        final List<Long> requestedBatches = new ArrayList<>();
        private final Deque<long[]> owed = new ArrayDeque<>();

        FakeShard(long storeId, long... masses) {
            this.storeId = storeId;
            nodeId = (int) storeId;
            this.masses = masses;
            long sum = 0;
            for (long mass : masses) {
                sum += mass;
            }
            total = sum;
            storedSteps = masses.length;
        }
    }

    private final Map<Long, FakeShard> shards = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage out = new BatchMessage(LAYOUT, WINDOW);
    private final BatchMessage in = new BatchMessage(LAYOUT, WINDOW);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1 << 20]);

    FakeShard add(long storeId, long... masses) {
        FakeShard shard = new FakeShard(storeId, masses);
        shards.put(storeId, shard);
        return shard;
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        FakeShard shard = shards.get(storeId);
        if (shard.isDeaf) {
            return false;
        }
        assertTrue(feedback.wrap(message, offset, length));
        assertEquals(storeId, feedback.storeId());
        shard.feedbackMessages++;
        shard.insertLimit = feedback.insertLimitSteps();
        for (int i = 0; i < feedback.updateCount(); i++) {
            shard.updates.put(feedback.key(i), feedback.priority(i));
        }
        if (feedback.rows() > 0) {
            assertNotEquals(0, feedback.batchId());
            shard.requestedBatches.add(feedback.batchId());
            shard.owed.add(new long[] {feedback.batchId(), feedback.rows()});
        }
        return true;
    }

    /** Every shard that is not mute reports its state. */
    void reportAll(GlobalSampler sampler) {
        shards.values().stream().filter(shard -> !shard.isMute).forEach(shard -> send(sampler, shard, 0, 0));
    }

    /** Every shard that is not mute sends what it owes, in pieces of at most {@code pieceRows} rows. */
    void answerAll(GlobalSampler sampler, int pieceRows) {
        shards.values().stream().filter(shard -> !shard.isMute).forEach(shard -> answer(sampler, shard, pieceRows));
    }

    void answer(GlobalSampler sampler, FakeShard shard, int pieceRows) {
        while (!shard.owed.isEmpty()) {
            long[] request = shard.owed.peek();
            int rows = (int) Math.min(pieceRows, request[1]);
            send(sampler, shard, request[0], rows);
            request[1] -= rows;
            if (request[1] == 0) {
                shard.owed.remove();
            }
        }
    }

    void send(GlobalSampler sampler, FakeShard shard, long batchId, int rows) {
        out.begin(bytes, 0, shard.storeId, shard.nodeId, batchId, rows)
            .state(shard.total, shard.masses.length, shard.storedSteps, shard.masses.length);
        for (int row = 0; row < rows; row++) {
            int window = draw(shard);
            out.putRow(row, window, (double) shard.masses[window] / shard.total, 1 + window % 2, window % 3, 0);
            for (int column = 0; column < out.columnCount(); column++) {
                int at = out.columnOffset(column) + row * out.rowBytes(column);
                for (int i = 0; i < out.rowBytes(column); i += 4) {
                    out.buffer().putInt(at + i, content(shard.storeId, window, column, i), ByteOrder.LITTLE_ENDIAN);
                }
            }
        }
        UnsafeBuffer copy = new UnsafeBuffer(new byte[out.length()]);
        copy.putBytes(0, bytes, 0, out.length());
        assertTrue(in.wrap(copy, 0, copy.capacity()));
        sampler.onBatch(in);
    }

    static int content(long storeId, long window, int column, int offset) {
        return (int) (storeId * 1_000_000 + window * 1_000 + column * 100 + offset);
    }

    int draw(FakeShard shard) {
        long at = random.nextLong(shard.total);
        int window = 0;
        while (at >= shard.masses[window]) {
            at -= shard.masses[window++];
        }
        return window;
    }
}
