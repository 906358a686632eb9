package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte of every row beside the naive cut: any columns, several lanes, windows over segments and evictions. */
class WindowReaderTest {
    private static final int LANES = 3;
    private static final int SEGMENTS = 12;
    @TempDir
    Path folder;

    /** A lane with the place of each of its records' segments. */
    private static final class TestLane {
        final List<NaiveWindow.Record> records = new ArrayList<>();
        int tail = -1;
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldCutWhatTheNaiveTwinCuts(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomWindows windows = new RandomWindows(random);
        StepLayout layout = windows.layout();
        WindowSpec spec = windows.window(layout);
        int segmentSteps = 1 + random.nextInt(9);
        try (StepLog log = new StepLog(folder, layout, SEGMENTS * segmentSteps, segmentSteps,
            new StateSpec(layout.stateBytes(), segmentSteps, ""), () -> 7)) {
            TestLane[] lanes = {new TestLane(), new TestLane(), new TestLane()};
            int checked = 0;
            for (int round = 0; round < 60; round++) {
                for (int i = 0; i < 3 + random.nextInt(2 * segmentSteps); i++) {
                    int lane = random.nextInt(LANES);
                    append(log, lanes, lane, windows.record(layout, lanes[lane].records));
                }
                checked += check(log, lanes, layout, spec);
            }
            assertTrue(checked > 100, "only " + checked + " windows were there to check");
        }
    }

    private static void append(StepLog log, TestLane[] lanes, int laneId, NaiveWindow.Record record) {
        TestLane lane = lanes[laneId];
        if (lane.tail < 0 || log.count(lane.tail) == log.segmentSteps()) {
            int place = log.nextPlace();
            if (log.sequence(place) != 0) {
                TestLane evicted = lanes[(int) log.laneId(place)];
                evicted.tail = evicted.tail == place ? -1 : evicted.tail;
                log.drop(place);
            }
            lane.tail = log.openSegment(laneId, 0, lane.records.size(), 0, lane.tail, 0, 0);
        }
        log.append(lane.tail, new UnsafeBuffer(record.bytes()), 0, 1, 1);
        if (record.state() != null) {
            assertTrue(log.putState(lane.tail, log.count(lane.tail) - 1, new UnsafeBuffer(record.state()), 0));
        }
        lane.records.add(record);
    }

    /** Reads all whole windows that start in any segment, as one batch. */
    private static int check(StepLog log, TestLane[] lanes, StepLayout layout, WindowSpec spec) {
        List<Integer> slots = new ArrayList<>();
        List<NaiveWindow.Row> expected = new ArrayList<>();
        for (int place = 0; place < log.places(); place++) {
            if (log.sequence(place) != 0) {
                TestLane lane = lanes[(int) log.laneId(place)];
                NaiveWindow naive = new NaiveWindow(layout, spec, lane.records);
                for (int i = 0; i < log.count(place); i++) {
                    int start = (int) log.firstRecord(place) + i;
                    if (isNextHeld(log, lane, place) && naive.isWhole(start, firstHeld(log, place))) {
                        slots.add(place * log.segmentSteps() + i);
                        expected.add(naive.cut(start));
                    }
                }
            }
        }
        compare(log, slots, expected, layout, spec);
        return slots.size();
    }

    private static int firstHeld(StepLog log, int place) {
        int first = place;
        while (log.previous(first) >= 0) {
            first = log.previous(first);
        }
        return (int) log.firstRecord(first);
    }

    /** A lane whose newest segment was evicted while it stood still goes on in one that is not linked to it. */
    private static boolean isNextHeld(StepLog log, TestLane lane, int place) {
        int last = place;
        while (log.next(last) >= 0) {
            last = log.next(last);
        }
        return log.firstRecord(last) + log.count(last) == lane.records.size();
    }

    private static void compare(StepLog log, List<Integer> slots, List<NaiveWindow.Row> expected, StepLayout layout,
                                WindowSpec spec) {
        int rows = slots.size();
        BatchMessage batch = new BatchMessage(layout, spec);
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(batch.length(rows) + 8));
        memory.setMemory(0, memory.capacity(), (byte) 0x5a);
        batch.begin(memory, 0, 1, 2, 3, rows);
        double[] probabilities = slots.stream().mapToDouble(slot -> 1.0 / (1 + slot)).toArray();
        new WindowReader(log, layout, spec)
            .read(slots.stream().mapToInt(Integer::intValue).toArray(), probabilities, rows, batch);
        for (int row = 0; row < rows; row++) {
            NaiveWindow.Row naive = expected.get(row);
            assertEquals(log.keyOf(slots.get(row)), batch.key(row));
            assertEquals(probabilities[row], batch.drawProbability(row));
            assertEquals(naive.lookBack(), batch.lookBack(row));
            assertEquals(naive.validSteps(), batch.validSteps(row));
            assertEquals(naive.ends(), batch.ends(row));
            for (int column = 0; column < batch.columnCount(); column++) {
                byte[] cut = new byte[batch.rowBytes(column)];
                batch.buffer().getBytes(batch.columnOffset(column) + row * cut.length, cut);
                assertArrayEquals(naive.columns().get(column), cut, () -> spec + " of " + layout.fingerprint());
            }
        }
    }
}
