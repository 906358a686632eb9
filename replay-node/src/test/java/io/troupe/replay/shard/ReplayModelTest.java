package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.WindowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shard beside its naive twin: random messages, updates, moves, kills; after each step they must agree. */
class ReplayModelTest {
    private static final int LANES = 3;
    @TempDir
    Path folder;

    /** What may differ from one opening to the next. */
    private record Opening(WindowSpec window, String network) {
        static Opening random(SplittableRandom random) {
            return new Opening(TestShard.window(random.nextInt(6), 1 + random.nextInt(6), 1 + random.nextInt(4),
                1 + random.nextInt(4)), "network " + random.nextInt(2));
        }
    }

    /** Today's transitions. */
    @ParameterizedTest
    @CsvSource({"1, 1, 4", "2, 3, 4", "3, 5, 7", "4, 9, 4", "5, 2, 16", "6, 1, 11"})
    void shouldAgreeWithItsTwinAfterEveryStep(long seed, int n, int segmentSteps) throws IOException {
        Opening opening = new Opening(TestShard.window(0, 1, n, 1), "");
        run(new SplittableRandom(seed), segmentSteps, opening, random -> opening);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void shouldAgreeWithItsTwinForAnyWindows(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int segmentSteps = 1 + random.nextInt(random.nextBoolean() ? 5 : 16);
        Opening opening = Opening.random(random);
        run(random, segmentSteps, opening, any -> opening);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42})
    void shouldAgreeWithItsTwinWhenReopenedWithOtherWindows(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        run(random, 1 + random.nextInt(random.nextBoolean() ? 5 : 16), Opening.random(random), Opening::random);
    }

    private void run(SplittableRandom random, int segmentSteps, Opening first,
                     Function<SplittableRandom, Opening> nextOpening) throws IOException {
        Opening opening = first;
        Path store = folder.resolve("0");
        TestShard shard = open(store, opening, segmentSteps);
        int capacity = (int) shard.shard.latest().capacityRecords();
        NaiveReplay twin = new NaiveReplay(opening.window, segmentSteps, capacity);
        StringBuilder[] histories = Stream.generate(StringBuilder::new).limit(LANES).toArray(StringBuilder[]::new);
        List<Long> keys = new ArrayList<>(List.of(0L));
        for (int step = 0; step < 600; step++) {
            // The last lane is silent for so long that all it has is evicted.
            int lane = random.nextInt(60) == 0 ? LANES - 1 : random.nextInt(LANES - 1);
            switch (random.nextInt(40)) {
                case 0 -> {
                    Opening before = opening;
                    opening = nextOpening.apply(random);
                    Path copy = folder.resolve(String.valueOf(step + 1));
                    copy(store, copy);
                    shard.close();
                    store = copy;
                    shard = open(store, opening, segmentSteps);
                    twin.reopen(opening.window, !opening.network.equals(before.network));
                }
                case 1 -> {
                    int epoch = twin.epoch(lane) + random.nextInt(2);
                    long from = Math.max(0, twin.next(lane) - random.nextInt(20));
                    shard.shard.moveAway(lane, from, epoch);
                    twin.moveAway(lane, from, epoch);
                    histories[lane].setLength((int) twin.next(lane));
                }
                case 2, 3, 4, 5, 6, 7, 8 -> {
                    long key = keys.get(random.nextInt(keys.size())) + random.nextInt(3);
                    float priority = random.nextInt(5);
                    shard.update(key, priority);
                    twin.update(key, priority);
                }
                case 9 -> {
                    long from = twin.next(lane) + 1 + random.nextInt(3);
                    assertEquals(AppendResult.GAP, shard.append(lane, twin.epoch(lane), from, "ss"));
                    twin.append(lane, twin.epoch(lane), from, "ss", new long[0]);
                }
                default -> {
                    long from = Math.max(0, twin.next(lane) - Math.max(0, random.nextInt(8) - 4));
                    int epoch = twin.epoch(lane) + (random.nextInt(20) == 0 ? 1 : 0);
                    String letters = letters(random, histories[lane], (int) from);
                    int horizon = opening.window.horizon();
                    Number[] priorities = priorities(random, from - horizon, letters.length() + horizon);
                    long[] states = LongStream.range(from - 5, from + letters.length() + 1)
                        .filter(record -> record >= 0 && random.nextInt(3) == 0).toArray();
                    shard.append(lane, epoch, from, letters, states, priorities);
                    twin.append(lane, epoch, from, letters, states, priorities);
                    histories[lane].setLength((int) from);
                    histories[lane].append(letters).setLength((int) twin.next(lane));
                }
            }
            check(shard, twin, keys);
        }
        assertTrue(shard.shard.latest().evictedSteps() > 0, "the ring must have been full");
        shard.close();
    }

    private static void check(TestShard shard, NaiveReplay twin, List<Long> keys) {
        shard.shard.checkValid();
        ShardSnapshot snapshot = shard.shard.publish();
        assertEquals(twin.masses().keySet(), shard.samplableKeys());
        assertEquals(twin.masses().size(), snapshot.samplableWindows());
        assertEquals(twin.states(), shard.stateKeys());
        assertEquals(twin.droppedStates(), snapshot.droppedStates());
        assertEquals(0, snapshot.tornStates() + snapshot.tornSegments());
        long total = twin.masses().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(0, shard.shard.totalMass() - total);
        assertEquals(twin.steps(), snapshot.storedSteps());
        assertEquals(twin.held(), snapshot.sizeRecords());
        assertEquals(0, snapshot.tornRecords());
        for (LaneLedger lane : snapshot.lanes()) {
            assertEquals(twin.epoch(lane.laneId()), lane.epoch());
            assertEquals(twin.next(lane.laneId()), lane.storedRecords());
            assertEquals(twin.steps(lane.laneId()), lane.storedSteps());
        }
        if (total > 0) {
            for (TestShard.Row row : shard.sample(20)) {
                NaiveReplay.Window window = twin.window(row.key());
                assertNotNull(window, "key " + row.key() + " is dead");
                assertEquals(window.text(), row.text());
                assertEquals(10 * window.record(), row.version());
                assertEquals(twin.masses().get(row.key()) / (double) total, row.probability());
                keys.add(row.key());
            }
        }
    }

    /** What the lane has from {@code first} on, sent again, and some more; at most a message full. */
    private static String letters(SplittableRandom random, StringBuilder history, int first) {
        StringBuilder letters = new StringBuilder(history.substring(first));
        int count = Math.min(64, letters.length() + 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 9));
        while (letters.length() < count) {
            String before = history.substring(0, first) + letters;
            boolean isCut = before.endsWith("U") || before.endsWith("Y");
            // Mostly whole episodes; now and then one that just stops, or a closing record that does not come.
            letters.append(isCut && random.nextInt(8) > 0 ? 'C' : "sssssssssSTUXY".charAt(random.nextInt(14)));
        }
        return letters.toString();
    }

    private static Number[] priorities(SplittableRandom random, long first, int count) {
        List<Number> priorities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) > 0 && first + i >= 0) {
                priorities.add(first + i);
                priorities.add(random.nextInt(7));
            }
        }
        return priorities.toArray(Number[]::new);
    }

    private static TestShard open(Path store, Opening opening, int segmentSteps) {
        return new TestShard(store, opening.window, Trajectory.STATE_LAYOUT, segmentSteps, 400, 1,
            TestShard.newStoreIds(1), opening.network);
    }

    /** What a killed process leaves: the files as they are, without a word of farewell. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
