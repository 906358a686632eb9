package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.WindowSpec;
import io.troupe.replay.log.StepLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One bit of a closed store is changed: whatever it is, the store opens, has lost the record or the segment that the
 * bit belongs to and the windows that reach there, tells so, and has kept all else.
 */
class DamageTest {
    private static final int LANES = 3;
    private static final int SEGMENT_STEPS = 5;
    private static final int HEADER_BYTES = 128;
    @TempDir
    Path folder;
    /** How the store is laid out, and what it held, by place. */
    private int placeBytes;
    private int recordsOffset;
    private long[] laneIds;
    private long[] firstRecords;
    private long[] sequences;
    private int[] counts;

    /** A record that is lost. */
    private record Lost(long laneId, long record) {
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1, 1, 1", "2, 3, 1, 3, 1", "3, 4, 4, 2, 2", "4, 2, 6, 1, 4", "5, 5, 3, 4, 3"})
    void shouldLoseNoMoreThanWhatABitBelongsTo(long seed, int lookBack, int length, int n, int period)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        WindowSpec window = TestShard.window(lookBack, length, n, period);
        Path whole = folder.resolve("whole");
        NaiveReplay twin = fill(whole, window, random);
        Path store = folder.resolve("damaged");
        long bytes = Files.size(whole.resolve("segments-000"));
        for (int round = 0; round < 150; round++) {
            ReplayModelTest.copy(whole, store);
            long position = random.nextLong(bytes);
            // Headers and checks are few among the records.
            if (round % 3 == 0) {
                position = position / placeBytes * placeBytes + random.nextInt(recordsOffset);
            }
            flip(store.resolve("segments-000"), position, random.nextInt(8));
            checkSegments(store, window, twin, position);
            delete(store);
        }
        for (int round = 0; round < 50; round++) {
            ReplayModelTest.copy(whole, store);
            Path states = store.resolve("states-000");
            flip(states, random.nextLong(Files.size(states)), random.nextInt(8));
            checkStates(store, window, twin);
            delete(store);
        }
    }

    private void checkSegments(Path store, WindowSpec window, NaiveReplay twin, long position) {
        int place = (int) (position / placeBytes);
        int within = (int) (position % placeBytes);
        int record = within < recordsOffset ? (within - HEADER_BYTES) / 4
            : (within - recordsOffset) / Trajectory.LAYOUT.stride();
        boolean isHeader = within < 60 || within >= 64 && within < 72;
        boolean isRecord = within >= HEADER_BYTES && record < Math.min(counts[place], SEGMENT_STEPS);
        Set<Lost> lost = new HashSet<>();
        int end = isHeader ? counts[place] : isRecord ? record + 1 : 0;
        for (int offset = isRecord ? record : 0; offset < end; offset++) {
            lost.add(new Lost(laneIds[place], firstRecords[place] + offset));
        }
        Set<Long> expected = new TreeSet<>();
        Set<Long> expectedStates = new TreeSet<>(twin.states());
        for (long key : twin.masses().keySet()) {
            NaiveReplay.Window shown = twin.window(key);
            if (LongStream.rangeClosed(shown.from(), shown.to()).noneMatch(
                    at -> lost.contains(new Lost(shown.laneId(), at)))) {
                expected.add(key);
            }
        }
        long firstKey = sequences[place] * SEGMENT_STEPS;
        lost.forEach(gone -> expectedStates.remove(firstKey + gone.record - firstRecords[place]));
        for (int opening = 0; opening < 2; opening++) {
            try (TestShard shard = open(store, window)) {
                String what = "byte " + within + " of place " + place + ", opening " + opening;
                ShardSnapshot snapshot = shard.shard.latest();
                assertEquals(expected, shard.samplableKeys(), what);
                assertEquals(expectedStates, shard.stateKeys(), what);
                assertEquals(twin.held() - (isHeader ? counts[place] : 0), snapshot.sizeRecords(), what);
                assertEquals(isRecord && opening == 0 ? 1 : 0, snapshot.tornRecords(), what);
                assertEquals(snapshot.tornRecords() + snapshot.tornSegments() + snapshot.tornStates() > 0,
                    snapshot.openingLoss().isPresent(), what);
                // A sequence of one bit is 0 without it, as in a place that holds nothing.
                boolean isGone = within < 8 && Long.bitCount(sequences[place]) == 1;
                long torn = snapshot.tornSegments();
                assertTrue(torn == (isHeader && opening == 0 ? 1 : 0) || isGone && torn == 0, what);
                assertEquals(0, snapshot.tornStates(), what);
                shard.shard.checkValid();
                checkRows(shard, twin);
            }
        }
    }

    private static void checkStates(Path store, WindowSpec window, NaiveReplay twin) {
        for (int opening = 0; opening < 2; opening++) {
            try (TestShard shard = open(store, window)) {
                Set<Long> states = shard.stateKeys();
                ShardSnapshot snapshot = shard.shard.latest();
                assertTrue(twin.states().containsAll(states));
                assertTrue(opening == 0 ? snapshot.tornStates() <= 1 : snapshot.tornStates() == 0);
                assertTrue(twin.states().size() - states.size() <= (opening == 0 ? snapshot.tornStates() : 1));
                assertEquals(twin.masses().keySet(), shard.samplableKeys());
            }
        }
    }

    private static void checkRows(TestShard shard, NaiveReplay twin) {
        for (TestShard.Row row : shard.shard.totalMass() > 0 ? shard.sample(30) : List.<TestShard.Row>of()) {
            assertEquals(twin.window(row.key()).text(), row.text());
        }
    }

    /** Whole episodes in all lanes, until the ring has gone round. */
    private NaiveReplay fill(Path store, WindowSpec window, SplittableRandom random) {
        try (TestShard shard = open(store, window)) {
            NaiveReplay twin = new NaiveReplay(window, SEGMENT_STEPS, (int) shard.shard.latest().capacityRecords());
            while (shard.shard.publish().evictedSteps() < 20) {
                int lane = random.nextInt(LANES);
                long first = twin.next(lane);
                int inner = random.nextInt(12);
                boolean isCut = random.nextBoolean();
                String letters = inner == 0 ? (isCut ? "YC" : "X") : "S" + "s".repeat(inner - 1) + (isCut ? "UC" : "T");
                long[] states = LongStream.range(first, first + letters.length())
                    .filter(record -> random.nextInt(4) == 0).toArray();
                Number[] priorities = {first, random.nextInt(1, 9)};
                shard.append(lane, 0, first, letters, states, priorities);
                twin.append(lane, 0, first, letters, states, priorities);
            }
            remember(shard.shard.log());
            return twin;
        }
    }

    private void remember(StepLog log) {
        placeBytes = log.recordIndex(1, 0) - log.recordIndex(0, 0);
        recordsOffset = log.recordIndex(0, 0);
        int places = log.places();
        laneIds = new long[places];
        firstRecords = new long[places];
        sequences = new long[places];
        counts = new int[places];
        for (int place = 0; place < places; place++) {
            laneIds[place] = log.laneId(place);
            firstRecords[place] = log.firstRecord(place);
            sequences[place] = log.sequence(place);
            counts[place] = log.count(place);
        }
    }

    private static TestShard open(Path store, WindowSpec window) {
        return new TestShard(store, window, Trajectory.STATE_LAYOUT, SEGMENT_STEPS, 200, 1, TestShard.newStoreIds(1),
            "network");
    }

    private static void flip(Path file, long position, int bit) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int value = bytes.read();
            bytes.seek(position);
            bytes.write(value ^ 1 << bit);
        }
    }

    private static void delete(Path store) throws IOException {
        try (var files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
