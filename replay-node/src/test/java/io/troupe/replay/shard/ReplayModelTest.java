package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shard beside its naive twin: random messages, updates, moves, kills; after each step they must agree. */
class ReplayModelTest {
    private static final int LANES = 3;
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "2, 3, 4", "3, 5, 7", "4, 9, 4", "5, 2, 16", "6, 1, 11"})
    void shouldAgreeWithItsTwinAfterEveryStep(long seed, int n, int segmentSteps) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path store = folder.resolve("0");
        TestShard shard = open(store, n, segmentSteps, seed);
        int capacity = (int) shard.shard.latest().capacityRecords();
        NaiveReplay twin = new NaiveReplay(n, segmentSteps, capacity);
        StringBuilder[] histories = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        List<Long> keys = new ArrayList<>(List.of(0L));
        for (int step = 0; step < 400; step++) {
            int lane = random.nextInt(10) == 0 ? 2 : random.nextInt(LANES);
            switch (random.nextInt(40)) {
                case 0 -> {
                    Path copy = folder.resolve(String.valueOf(step + 1));
                    copy(store, copy);
                    shard.close();
                    store = copy;
                    shard = open(store, n, segmentSteps, seed);
                    twin.reopen();
                }
                case 1 -> {
                    int epoch = twin.epoch(lane) + random.nextInt(3) - 1;
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
                default -> {
                    long first = Math.max(0, twin.next(lane) - Math.max(0, random.nextInt(8) - 4));
                    int epoch = twin.epoch(lane) + (random.nextInt(20) == 0 ? 1 : 0);
                    String letters = letters(random, histories[lane], (int) first);
                    Number[] priorities = priorities(random, first - n, letters.length() + n);
                    shard.append(lane, epoch, first, letters, priorities);
                    twin.append(lane, epoch, first, letters, priorities);
                    histories[lane].setLength((int) first);
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
        assertEquals(twin.masses().size(), snapshot.samplableWindows());
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

    private static TestShard open(Path store, int n, int segmentSteps, long seed) {
        return new TestShard(store, n, segmentSteps, 400, 1, TestShard.newStoreIds(seed));
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
