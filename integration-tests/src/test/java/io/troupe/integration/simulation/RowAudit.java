package io.troupe.integration.simulation;

import static io.troupe.integration.simulation.Books.check;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Looks at every row that a shard draws: its start is stored there, its columns are what was produced, its key has never
 * meant another record, and its priority is one that this very record was given.
 */
final class RowAudit {
    static final WindowSpec WINDOW = WindowSpec.nStep(CountingEnvironment.LAYOUT.schema(), Schedule.N);
    private static final double MASS_UNIT = 1L << 32;
    private static final int START = WINDOW.columnOf(StepField.observation(0), WindowSpec.Anchor.START);
    private static final int END = WINDOW.columnOf(StepField.observation(0), WindowSpec.Anchor.END);
    private static final int REWARDS = WINDOW.columnOf(StepField.REWARD);
    private static final int ACTION = WINDOW.columnOf(StepField.ACTION);

    private final Books books;
    private long rows;

    RowAudit(Books books) {
        this.books = books;
    }

    long rows() {
        return rows;
    }

    void check(BatchMessage batch) {
        StoreBook store = books.store(batch.storeId());
        for (int row = 0; row < batch.rows(); row++) {
            rows++;
            checkRow(batch, row, store);
        }
    }

    private void checkRow(BatchMessage batch, int row, StoreBook store) {
        UnsafeBuffer bytes = batch.buffer();
        int at = batch.columnOffset(START) + row * batch.rowBytes(START);
        LaneBook lane = books.lane((long) bytes.getFloat(at, ByteOrder.LITTLE_ENDIAN));
        long record = (long) bytes.getFloat(at + 4, ByteOrder.LITTLE_ENDIAN);
        Books.check(store.isStored(lane.laneId, record), "store %d draws record %d of lane %d, which it does not have",
            store.storeId, record, lane.laneId);
        String identity = lane.laneId + ":" + record;
        String before = store.keys.putIfAbsent(batch.key(row), identity);
        Books.check(before == null || before.equals(identity), "store %d: key %d is %s and was %s", store.storeId,
            batch.key(row), identity, before);
        checkColumns(batch, row, lane, record);
        checkPriority(batch, row, store, lane, record);
    }

    private static void checkColumns(BatchMessage batch, int row, LaneBook lane, long start) {
        UnsafeBuffer bytes = batch.buffer();
        long last = start;
        int steps = 0;
        while (steps < Schedule.N && last < lane.sent() && !LaneBook.isClosing(lane.flags(last))) {
            int flags = lane.flags(last);
            steps++;
            if ((flags & StepLayout.FLAG_TERMINATED) != 0) {
                break;
            }
            last++;
        }
        Books.check(batch.validSteps(row) == steps, "lane %d, record %d: a window of %d steps, expected %d", lane.laneId,
            start, batch.validSteps(row), steps);
        int rewards = batch.columnOffset(REWARDS) + row * batch.rowBytes(REWARDS);
        for (int i = 0; i < Schedule.N; i++) {
            float expected = i < steps ? CountingEnvironment.reward(lane.laneId, start + i) : 0;
            Books.check(bytes.getFloat(rewards + 4 * i, ByteOrder.LITTLE_ENDIAN) == expected,
                "lane %d, record %d: another reward", lane.laneId, start + i);
        }
        int end = batch.columnOffset(END) + row * batch.rowBytes(END);
        Books.check(bytes.getFloat(end, ByteOrder.LITTLE_ENDIAN) == lane.laneId
            && bytes.getFloat(end + 4, ByteOrder.LITTLE_ENDIAN) == last, "lane %d, record %d: the window ends at %s,"
            + " expected %d", lane.laneId, start, bytes.getFloat(end + 4, ByteOrder.LITTLE_ENDIAN), last);
        int action = batch.columnOffset(ACTION) + row * batch.rowBytes(ACTION);
        Books.check(bytes.getInt(action, ByteOrder.LITTLE_ENDIAN) == new UnsafeBuffer(lane.record(start))
            .getInt(StepLayout.ACTION_OFFSET, ByteOrder.LITTLE_ENDIAN), "lane %d, record %d: another action",
            lane.laneId, start);
    }

    /** With α = 1 the mass is the priority. */
    private static void checkPriority(BatchMessage batch, int row, StoreBook store, LaneBook lane, long record) {
        double priority = batch.drawProbability(row) * batch.totalMass() / MASS_UNIT;
        Float first = lane.firstPriority(record);
        boolean isOwn = isNear(priority, learned(lane.laneId, record)) || first != null && isNear(priority, first);
        Books.check(isOwn || store.maxPriorities.stream().anyMatch(max -> isNear(priority, max)),
            "store %d: record %d of lane %d has priority %s; it was given %s or %s", store.storeId, record, lane.laneId,
            priority, first, learned(lane.laneId, record));
    }

    private static boolean isNear(double value, double expected) {
        return Math.abs(value - expected) <= 1e-6 * Math.max(1, expected);
    }

    /** The priority that the learner gives a record: no other within a lane has it. */
    static float learned(long laneId, long record) {
        return 1000 + (laneId * 7919 + record * 13) % 100_003 / 64f;
    }
}
