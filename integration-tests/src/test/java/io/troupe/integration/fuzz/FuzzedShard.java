package io.troupe.integration.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ReplaySettings;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.shard.ShardSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A real shard with one honest lane, whose every record can be recognised by its weights version, and be checked by it:
 * the high half is a mark, the low half the record's number, which is its observation and, halved, its reward too.
 */
final class FuzzedShard implements AutoCloseable {
    static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    static final WindowSpec WINDOW = WindowSpec.nStep(LAYOUT.schema(), 3);
    static final int HONEST_NODE = 7;
    static final long HONEST_LANE = 70;
    static final int STEPS_FIELDS = 48;
    private static final long MARK = 0x5eed_1234L << 32;
    private static final int MESSAGE_RECORDS = 8;
    private static final int MAX_MESSAGE_BYTES = 1 << 14;
    private static final int MAX_PIECES = 4;

    final ReplayShard shard;
    private final Path folder;
    private final StepsMessage steps = new StepsMessage(LAYOUT.stride());
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage batch = new BatchMessage(LAYOUT, WINDOW);
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 16]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[LAYOUT.stride()]);
    private long honestRecords;
    private long batchId;
    private int pieces;
    long checkedRows;

    FuzzedShard(Path folder) {
        this(folder, ReplaySettings.Defence.OFF);
    }

    FuzzedShard(Path folder, ReplaySettings.Defence defence) {
        this.folder = folder;
        shard = new ReplayShard(new ReplayShardSettings(folder, LAYOUT, WINDOW, 1 << 13, 16, 0.6, false,
            MAX_MESSAGE_BYTES).with(defence), new SplittableRandom(2), () -> 99);
        shard.nodeId(1);
    }

    /** A valid message of another lane; its records bear no mark. */
    StepsMessage valid(SplittableRandom random, long laneId, int senderNodeId, long first) {
        int count = 1 + random.nextInt(StepsMessage.MAX_RECORDS);
        int priorities = random.nextInt(count + 1);
        steps.begin(memory, 0, laneId, 0, senderNodeId, first, count, priorities);
        for (int i = 0; i < count; i++) {
            int end = random.nextInt(12) == 0 ? 1 << 1 + random.nextInt(3) : 0;
            steps.putRecord(i, fill(random.nextInt(1000), 0, end | random.nextInt(2)), 0);
        }
        for (int i = 0; i < priorities; i++) {
            steps.putPriority(i, Math.max(0, first + i - 2), random.nextFloat());
        }
        return steps;
    }

    /**
     * The next records of the honest lane; makes room for it, as the directory would, where hostile lanes have it all.
     */
    void appendHonest(int[] hostileNodes) {
        AppendResult result = shard.append(honest());
        if (result == AppendResult.NO_ROOM) {
            for (int node : hostileNodes) {
                shard.removeSender(node);
            }
            result = shard.append(honest());
            for (int node : hostileNodes) {
                shard.addSender(node);
            }
        }
        if (result != AppendResult.LIMITED) {
            assertEquals(AppendResult.STORED, result);
            honestRecords += MESSAGE_RECORDS;
        }
    }

    private StepsMessage honest() {
        steps.begin(memory, 0, HONEST_LANE, 0, HONEST_NODE, honestRecords, MESSAGE_RECORDS, 0);
        for (int i = 0; i < MESSAGE_RECORDS; i++) {
            long number = honestRecords + i & 0xff_ffff;
            steps.putRecord(i, fill(number, MARK | number, number == 0 ? StepLayout.FLAG_EPISODE_START : 0), 0);
        }
        return steps;
    }

    private UnsafeBuffer fill(long number, long version, int flags) {
        record.putLong(StepLayout.WEIGHTS_VERSION_OFFSET, version, ByteOrder.LITTLE_ENDIAN);
        record.putFloat(StepLayout.REWARD_OFFSET, number / 2f, ByteOrder.LITTLE_ENDIAN);
        record.putInt(StepLayout.ACTION_OFFSET, (int) number & 1, ByteOrder.LITTLE_ENDIAN);
        record.putInt(StepLayout.FLAGS_OFFSET, flags, ByteOrder.LITTLE_ENDIAN);
        record.putFloat(LAYOUT.columnOffset(0), number, ByteOrder.LITTLE_ENDIAN);
        return record;
    }

    FeedbackMessage feedback(long insertLimit, int rows, int updates, SplittableRandom random) {
        feedback.begin(memory, 0, shard.storeId(), insertLimit, ++batchId, rows, updates);
        for (int i = 0; i < updates; i++) {
            feedback.putUpdate(i, random.nextLong(1 << 14), random.nextFloat());
        }
        return feedback;
    }

    /** Where the last message was written. */
    UnsafeBuffer memory() {
        return memory;
    }

    /** Lets the shard send a few pieces, and checks the honest rows among them. */
    int serve() {
        pieces = 0;
        int sent = shard.serve(this::check);
        assertTrue(sent <= MAX_PIECES, sent + " pieces");
        return sent;
    }

    /** All that must hold at any time. */
    void checkAll() {
        shard.checkValid();
        ShardSnapshot snapshot = shard.publish();
        assertTrue(snapshot.lanes().size() <= 1 << 14, snapshot.lanes().size() + " lanes are known");
        assertTrue(snapshot.sizeRecords() >= 0 && snapshot.sizeRecords() <= snapshot.capacityRecords(), "" + snapshot);
        assertTrue(snapshot.samplableWindows() >= 0 && snapshot.samplableWindows() <= snapshot.sizeRecords(),
            "" + snapshot);
        assertTrue(snapshot.storedSteps() >= snapshot.sizeSteps() && snapshot.evictedSteps() >= 0, "" + snapshot);
        assertTrue(snapshot.owedRows() >= 0 && snapshot.owedRows() <= 64L * FeedbackMessage.MAX_ROWS, "" + snapshot);
        AcksMessage acks = new AcksMessage();
        int length = shard.acknowledgements().write(HONEST_NODE, memory, 0);
        assertTrue(acks.wrap(memory, 0, length));
        for (int i = 0; i < acks.laneCount(); i++) {
            if (acks.laneId(i) == HONEST_LANE) {
                assertEquals(honestRecords, acks.storedRecords(i));
                assertEquals(0, acks.epoch(i));
            }
        }
    }

    long fileBytes() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shard.close();
    }

    private boolean check(DirectBuffer message, int offset, int length) {
        if (pieces == MAX_PIECES) {
            return false;
        }
        pieces++;
        assertTrue(batch.wrap(message, offset, length));
        int versions = batch.columnOffset(WINDOW.columnOf(StepField.WEIGHTS_VERSION));
        int rewards = batch.columnOffset(WINDOW.columnOf(StepField.REWARD));
        int observations = batch.columnOffset(WINDOW.columnOf(StepField.observation(0)));
        for (int row = 0; row < batch.rows(); row++) {
            assertTrue(batch.drawProbability(row) > 0 && batch.drawProbability(row) <= 1);
            long version = batch.buffer().getLong(versions + 8 * row, ByteOrder.LITTLE_ENDIAN);
            if ((version & 0xffff_ffffL << 32) == MARK) {
                checkedRows++;
                long number = version & 0xffff_ffffL;
                assertEquals(number, batch.buffer().getFloat(observations + 16 * row, ByteOrder.LITTLE_ENDIAN));
                for (int i = 0; i < batch.validSteps(row); i++) {
                    assertEquals((number + i) / 2f,
                        batch.buffer().getFloat(rewards + 12 * row + 4 * i, ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        return true;
    }
}
