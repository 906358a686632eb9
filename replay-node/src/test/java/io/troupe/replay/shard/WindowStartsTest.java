package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.schema.WindowSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trajectory in → records at which samplable windows start. Segments hold 4 records. */
class WindowStartsTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "length {0}, n {1}, period {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        // every period-th step as long as length steps follow, when the record horizon further has come
        "3 | 1 | 1 | Ssss       | 0",
        "3 | 1 | 1 | Sssssss    | 0 1 2 3",
        "3 | 1 | 2 | Ssssssssss | 0 2 4 6",
        "3 | 2 | 2 | Sssssssss  | 0 2 4",
        "1 | 1 | 3 | Sssssssss  | 0 3 6",
        // the end that the grid leaves over gets a window of its own
        "3 | 1 | 2 | SsssT      | 0 2",
        "3 | 1 | 2 | SssssT     | 0 2 3",
        "3 | 1 | 3 | SsssssT    | 0 3 4",
        "3 | 1 | 3 | SsssssUC   | 0 3 4",
        "3 | 1 | 3 | SsssssU    | 0 3",
        "3 | 4 | 3 | SsssssT    | 0 3 4",
        "2 | 1 | 5 | SsssssssT  | 0 5 7",
        "1 | 1 | 3 | SssssT     | 0 3 5",
        // what starts too near to the end is not complete though its episode has ended
        "4 | 3 | 1 | SssssT     | 0 1 2",
        "4 | 3 | 4 | SssssT     | 0 2",
        // shorter than the length: one window
        "4 | 2 | 1 | SsT        | 0",
        "4 | 2 | 3 | YC         | 0",
        "4 | 2 | 3 | X          | 0",
        "4 | 1 | 2 | SssT       | 0",
        // each episode has its own grid; one that just stops has no end
        "2 | 1 | 2 | SsTSssssT  | 0 1 3 5 7",
        "2 | 1 | 2 | SsssSsss   | 0 4",
        "2 | 1 | 2 | SsUSssT    | 0 3 5",
        "2 | 1 | 2 | Ss         | none",
    })
    void shouldStartOnTheGridOfTheEpisodeAndAtItsEnd(int length, int n, int period, String letters, String starts) {
        for (int messageRecords : new int[] {1, 3, letters.length()}) {
            Path store = folder.resolve("by-" + messageRecords);
            try (TestShard shard = open(store, TestShard.window(0, length, n, period))) {
                for (int at = 0; at < letters.length(); at += messageRecords) {
                    shard.append(at, letters.substring(at, Math.min(letters.length(), at + messageRecords)));
                }
                assertEquals(records(starts), starts(shard));
            }
        }
    }

    @Test
    void shouldKeepTheGridOfAnEpisodeWhoseHeadIsGone() {
        WindowSpec window = TestShard.window(1, 2, 1, 3);
        long first;
        try (TestShard shard = open(folder, window)) {
            first = shard.shard.latest().capacityRecords();
            shard.append(0, "S");
            for (long at = 1; at < first + 12; at++) {
                shard.append(at, "s");
            }
        }
        try (TestShard shard = open(folder, window)) {
            for (long start : starts(shard)) {
                assertEquals(0, start % 3);
            }
            long last = first + 12;
            shard.append(last, "sssT");
            long end = last + 4;
            List<Long> ends = starts(shard).stream().filter(start -> start >= last).toList();
            List<Long> expected = new ArrayList<>();
            for (long start = last; start + 2 <= end; start++) {
                if (start % 3 == 0 || start == end - 2) {
                    expected.add(start);
                }
            }
            assertEquals(expected, ends);
        }
    }

    @Test
    void shouldTakeAwayWhatLookedBackIntoAnEvictedSegment() {
        try (TestShard shard = open(folder, TestShard.window(2, 1, 1, 1))) {
            int capacity = (int) shard.shard.latest().capacityRecords();
            shard.append(0, "Ssssssss", 4, 3, 5, 3);
            shard.append(1, 0, 0, "SsTSssss");
            for (int at = 0; at < capacity - 16; at += 4) {
                shard.append(2, 0, at, "ssss");
            }
            List<Long> all = starts(shard);
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L), all.stream().filter(start -> start < 1000).toList());
            long key = shard.windows().get(4).key();
            shard.append(2, 0, capacity - 16, "s");
            assertEquals(List.of(6L), starts(shard).stream().filter(start -> start < 1000).toList());
            shard.update(key, 9);
            assertEquals(1, shard.shard.publish().lateUpdates());
            shard.append(2, 0, capacity - 15, "sssssss");
            // In lane 1 an episode began with the last record of the segment that goes now.
            shard.append(2, 0, capacity - 8, "ssss");
            assertEquals(List.of(1006L), starts(shard).stream().filter(start -> start / 1000 == 1).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnWithAnEpisodeOfWhichNothingIsHeld(boolean isReopened) {
        WindowSpec window = TestShard.window(2, 1, 1, 3);
        TestShard shard = open(folder, window);
        int capacity = (int) shard.shard.latest().capacityRecords();
        shard.append(1, 0, 0, "Sssss");
        for (int at = 0; at < capacity; at += 4) {
            shard.append(2, 0, at, "ssss");
        }
        if (isReopened) {
            shard.close();
            shard = open(folder, window);
        }
        shard.append(1, 0, 5, "ssssssss");
        assertEquals(List.of(1009L), starts(shard).stream().filter(start -> start < 1012).toList());
        shard.append(1, 0, 13, "sT");
        assertEquals(List.of(1009L, 1012L, 1014L), starts(shard).stream().filter(start -> start < 2000).toList());
        shard.close();
    }

    @Test
    void shouldNotLookBackBeyondTheRecordAtWhichALaneCame() {
        try (TestShard shard = open(folder, TestShard.window(2, 1, 1, 1))) {
            shard.append(7, 1, 500, "ssssTSss");
            assertEquals(List.of(7502L, 7503L, 7504L, 7505L, 7506L), starts(shard));
        }
    }

    private static TestShard open(Path store, WindowSpec window) {
        return new TestShard(store, window, 4, 400, 1, TestShard.newStoreIds(1));
    }

    /** 1000 · lane + record of each samplable window, in order. */
    private static List<Long> starts(TestShard shard) {
        var log = shard.shard.log();
        return shard.samplableKeys().stream().map(key -> {
            int slot = log.slotOf(key);
            int place = log.placeOf(slot);
            return 1000 * log.laneId(place) + log.firstRecord(place) + slot - place * log.segmentSteps();
        }).sorted().toList();
    }

    private static List<Long> records(String text) {
        return text == null ? List.of() : Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
    }
}
