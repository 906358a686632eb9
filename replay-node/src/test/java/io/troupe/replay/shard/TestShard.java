package io.troupe.replay.shard;

import io.troupe.common.config.ReplaySettings;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.replay.log.StepLog;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** A shard of {@link Trajectory}'s records with a few words to drive it. */
final class TestShard implements AutoCloseable {
    final ReplayShard shard;
    final WindowSpec window;
    final Trajectory trajectory;
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 20]);
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage batch;
    private long batchId;

    /** What a row of the n-step window holds, and how it was drawn. */
    record Row(long key, double probability, int validSteps, int ends, float observation, float lastObservation,
               int action, List<Float> rewards, long version, int firstPixel, int lastPixel) {
        /** In the words of the tests. */
        String text() {
            String end = switch (ends) {
                case 0 -> "";
                case BatchMessage.END_TERMINATED -> " terminated";
                case BatchMessage.END_TRUNCATED -> " truncated";
                default -> " ends=" + ends;
            };
            return (int) observation + ">" + (int) lastObservation + " " + rewards + end;
        }
    }

    TestShard(Path folder, int n) {
        this(folder, n, 4, 400, 1.0, newStoreIds(folder.hashCode()));
    }

    TestShard(Path folder, int n, int segmentSteps, long capacity, double exponent, LongSupplier newStoreId) {
        this(folder, window(0, 1, n, 1), segmentSteps, capacity, exponent, newStoreId);
    }

    /** Without recurrent states. */
    TestShard(Path folder, WindowSpec window, int segmentSteps, long capacity, double exponent,
              LongSupplier newStoreId) {
        this(folder, window, Trajectory.LAYOUT, segmentSteps, capacity, exponent, newStoreId, "");
    }

    /** @param network names the network that the recurrent states are of */
    TestShard(Path folder, WindowSpec window, StepLayout layout, int segmentSteps, long capacity, double exponent,
              LongSupplier newStoreId, String network) {
        this.window = window;
        trajectory = new Trajectory(layout);
        batch = new BatchMessage(layout, window);
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, capacity, segmentSteps, exponent, false,
            4096, network, ReplaySettings.Defence.OFF), new SplittableRandom(11), newStoreId);
        shard.nodeId(5);
    }

    /** The columns of the n-step window, at other starts. */
    static WindowSpec window(int lookBack, int length, int n, int period) {
        int horizon = length - 1 + n;
        return new WindowSpec(WindowSpec.nStep(Trajectory.LAYOUT.schema(), horizon).columns(), lookBack, length,
            horizon, period);
    }

    static LongSupplier newStoreIds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random::nextLong;
    }

    AppendResult append(long laneId, int epoch, long first, String letters, Number... priorities) {
        return shard.append(trajectory.message(laneId, epoch, first, letters, priorities));
    }

    AppendResult append(long laneId, int epoch, long first, String letters, long[] states, Number... priorities) {
        return shard.append(trajectory.message(laneId, epoch, first, letters, states, priorities));
    }

    AppendResult append(long first, String letters, Number... priorities) {
        return append(0, 0, first, letters, priorities);
    }

    void feedback(long storeId, long insertLimit, int rows, long[] keys, float[] priorities) {
        feedback.begin(memory, 0, storeId, insertLimit, ++batchId, rows, keys.length);
        for (int i = 0; i < keys.length; i++) {
            feedback.putUpdate(i, keys[i], priorities[i]);
        }
        shard.onFeedback(feedback);
    }

    void update(long key, float priority) {
        feedback(shard.storeId(), Long.MAX_VALUE, 0, new long[] {key}, new float[] {priority});
    }

    void request(int rows) {
        feedback(shard.storeId(), Long.MAX_VALUE, rows, new long[0], new float[0]);
    }

    List<Row> sample(int rows) {
        request(rows);
        return serve();
    }

    List<Row> serve() {
        List<Row> rows = new ArrayList<>();
        shard.serve((message, offset, length) -> {
            if (!batch.wrap(message, offset, length) || batch.storeId() != shard.storeId()
                || batch.senderNodeId() != 5 || length > 4096) {
                throw new AssertionError("not a batch of this shard");
            }
            for (int row = 0; row < batch.rows(); row++) {
                rows.add(row(row));
            }
            return true;
        });
        return rows;
    }

    /** Every samplable window once, by its start's observation: drawn until no new ones come. */
    Map<Integer, Row> windows() {
        Map<Integer, Row> windows = new TreeMap<>();
        if (shard.samplableWindows() > 0) {
            for (Row row : sample(2000)) {
                windows.put((int) row.observation(), row);
            }
        }
        if (windows.size() != shard.samplableWindows()) {
            throw new AssertionError(shard.samplableWindows() + " samplable windows, drawn were " + windows.keySet());
        }
        return windows;
    }

    List<String> texts() {
        return windows().values().stream().map(Row::text).toList();
    }

    /** The keys of all samplable windows. */
    Set<Long> samplableKeys() {
        Set<Long> keys = new TreeSet<>();
        StepLog log = shard.log();
        for (int place = 0; place < log.places(); place++) {
            for (int offset = 0; offset < log.count(place); offset++) {
                long key = log.keyOf(place * log.segmentSteps() + offset);
                if (shard.isSamplable(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** The keys of all records before which a recurrent state is stored; it must be that record's. */
    Set<Long> stateKeys() {
        Set<Long> keys = new TreeSet<>();
        StepLog log = shard.log();
        for (int place = 0; place < log.places(); place++) {
            for (int offset = 0; offset < log.count(place); offset++) {
                int at = log.stateIndex(place, offset);
                if (at >= 0) {
                    long record = log.firstRecord(place) + offset;
                    UnsafeBuffer states = log.states(place);
                    if (states.getInt(at) != log.laneId(place) || states.getInt(at + 4) != record
                        || states.getInt(at + 8) != log.laneId(place) + record) {
                        throw new AssertionError("the state before record " + record + " is another's");
                    }
                    keys.add(log.keyOf(place * log.segmentSteps() + offset));
                }
            }
        }
        return keys;
    }

    AcksMessage acks() {
        AcksMessage acks = new AcksMessage();
        int length = shard.acknowledgements().write(Trajectory.SENDER, memory, 8);
        if (length != shard.acknowledgements().length(Trajectory.SENDER) || !acks.wrap(memory, 8, length)) {
            throw new AssertionError("not an acknowledgement");
        }
        return acks;
    }

    BatchMessage state() {
        BatchMessage state = new BatchMessage(Trajectory.LAYOUT, window);
        shard.reportState((message, offset, length) -> {
            memory.putBytes(0, message, offset, length);
            return state.wrap(memory, 0, length);
        });
        return state;
    }

    @Override
    public void close() {
        shard.close();
    }

    private Row row(int row) {
        UnsafeBuffer bytes = batch.buffer();
        int n = window.horizon();
        int reward = at(5, row);
        List<Float> rewards = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rewards.add(bytes.getFloat(reward + 4 * i, ByteOrder.LITTLE_ENDIAN));
        }
        int pixels = at(2, row);
        int lastPixels = at(3, row);
        for (int i = 0; i < 9; i++) {
            if (bytes.getByte(pixels + i) != (byte) (bytes.getByte(pixels) + i)
                || bytes.getByte(lastPixels + i) != (byte) (bytes.getByte(lastPixels) + i)) {
                throw new AssertionError("pixels are not those of one record");
            }
        }
        return new Row(batch.key(row), batch.drawProbability(row), batch.validSteps(row), batch.ends(row),
            bytes.getFloat(at(0, row), ByteOrder.LITTLE_ENDIAN), bytes.getFloat(at(1, row), ByteOrder.LITTLE_ENDIAN),
            bytes.getInt(at(4, row), ByteOrder.LITTLE_ENDIAN), rewards,
            bytes.getLong(at(6, row), ByteOrder.LITTLE_ENDIAN), bytes.getByte(pixels), bytes.getByte(lastPixels));
    }

    private int at(int column, int row) {
        return batch.columnOffset(column) + row * batch.rowBytes(column);
    }
}
