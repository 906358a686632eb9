package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trajectory in → rows out, written {@code first observation>last observation [rewards] end}. Segments hold 4 records.
 */
class WindowTableTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "n = {0}, {1}")
    @CsvSource(delimiter = '|', value = {
        // nothing is whole yet
        "3 | Sss    | ",
        // the record n further has come
        "1 | Sss    | 0>1 [0.5]; 1>2 [1.5]",
        "3 | Ssss   | 0>3 [0.5, 1.5, 2.5]",
        "3 | Ssssss | 0>3 [0.5, 1.5, 2.5]; 1>4 [1.5, 2.5, 3.5]; 2>5 [2.5, 3.5, 4.5]",
        // terminated: the rest reads the last record, and rewards of 0
        "1 | SsT    | 0>1 [0.5]; 1>2 [1.5]; 2>2 [2.5] terminated",
        "3 | SsssT  | 0>3 [0.5, 1.5, 2.5]; 1>4 [1.5, 2.5, 3.5]; 2>4 [2.5, 3.5, 4.5] terminated; "
            + "3>4 [3.5, 4.5, 0.0] terminated; 4>4 [4.5, 0.0, 0.0] terminated",
        // truncated: nothing until the closing record, which is what the rest reads
        "3 | SsU    | ",
        "3 | SsUC   | 0>3 [0.5, 1.5, 2.5] truncated; 1>3 [1.5, 2.5, 0.0] truncated; 2>3 [2.5, 0.0, 0.0] truncated",
        "2 | SssUC  | 0>2 [0.5, 1.5]; 1>3 [1.5, 2.5]; 2>4 [2.5, 3.5] truncated; 3>4 [3.5, 0.0] truncated",
        "1 | SUC    | 0>1 [0.5]; 1>2 [1.5] truncated",
        // shorter than n
        "3 | X      | 0>0 [0.5, 0.0, 0.0] terminated",
        "3 | YC     | 0>1 [0.5, 0.0, 0.0] truncated",
        "5 | ST     | 0>1 [0.5, 1.5, 0.0, 0.0, 0.0] terminated; 1>1 [1.5, 0.0, 0.0, 0.0, 0.0] terminated",
        // one episode after the other
        "2 | STSsss | 0>1 [0.5, 1.5] terminated; 1>1 [1.5, 0.0] terminated; 2>4 [2.5, 3.5]; 3>5 [3.5, 4.5]",
        "2 | YCSss  | 0>1 [0.5, 0.0] truncated; 2>4 [2.5, 3.5]",
        // an episode that just stops: what would reach over its end never comes
        "2 | SssSss | 0>2 [0.5, 1.5]; 3>5 [3.5, 4.5]",
        "2 | SsUSss | 0>2 [0.5, 1.5]; 3>5 [3.5, 4.5]",
        // over three segments of 4
        "9 | Ssssssssss | 0>9 [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]",
        "9 | SssssssssT | 0>9 [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]; "
            + "1>9 [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5] terminated; "
            + "2>9 [2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 0.0] terminated; "
            + "3>9 [3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 0.0, 0.0] terminated; "
            + "4>9 [4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 0.0, 0.0, 0.0] terminated; "
            + "5>9 [5.5, 6.5, 7.5, 8.5, 9.5, 0.0, 0.0, 0.0, 0.0] terminated; "
            + "6>9 [6.5, 7.5, 8.5, 9.5, 0.0, 0.0, 0.0, 0.0, 0.0] terminated; "
            + "7>9 [7.5, 8.5, 9.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] terminated; "
            + "8>9 [8.5, 9.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] terminated; "
            + "9>9 [9.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] terminated",
    })
    void shouldCutWindows(int n, String letters, String rows) {
        List<String> expected = rows == null ? List.of() : List.of(rows.split("; "));
        for (int messageRecords : new int[] {1, 3, letters.length()}) {
            try (TestShard shard = new TestShard(folder.resolve("by-" + messageRecords), n)) {
                for (int at = 0; at < letters.length(); at += messageRecords) {
                    shard.append(at, letters.substring(at, Math.min(letters.length(), at + messageRecords)));
                }
                assertEquals(expected, shard.texts());
            }
        }
    }

    @Test
    void shouldFillEveryColumnOfTheRow() {
        try (TestShard shard = new TestShard(folder, 2)) {
            shard.append(0, "SsssT");
            TestShard.Row row = shard.windows().get(1);
            assertEquals(1, row.action());
            assertEquals(10, row.version());
            assertEquals(1, row.firstPixel());
            assertEquals(3, row.lastPixel());
            assertEquals(2, row.validSteps());
            assertEquals(1, shard.windows().get(4).validSteps());
        }
    }

    @Test
    void shouldEvictTheOldestSegmentAndItsWindows() {
        try (TestShard shard = new TestShard(folder, 1)) {
            int capacity = (int) shard.shard.latest().capacityRecords();
            for (int at = 0; at < capacity; at += 4) {
                shard.append(at, "ssss");
            }
            assertEquals(capacity - 1, shard.shard.samplableWindows());
            assertEquals(0, shard.windows().keySet().iterator().next());
            shard.append(capacity, "ss");
            assertEquals(4, shard.windows().keySet().iterator().next());
            ShardSnapshot snapshot = shard.shard.publish();
            assertEquals(capacity + 2, snapshot.storedSteps());
            assertEquals(capacity - 2, snapshot.sizeSteps());
            assertEquals(4, snapshot.evictedSteps());
        }
    }

    @Test
    void shouldForgetIncompleteWindowsOfAnOpenSegmentThatIsEvicted() {
        try (TestShard shard = new TestShard(folder, 3)) {
            int capacity = (int) shard.shard.latest().capacityRecords();
            shard.append(1, 0, 0, "Ss");
            for (int at = 0; at < capacity; at += 4) {
                shard.append(2, 0, at, "ssss");
            }
            long windows = shard.shard.samplableWindows();
            shard.append(1, 0, 2, "ssss");
            assertEquals(List.of(1002), shard.windows().keySet().stream().filter(start -> start < 2000).toList());
            assertEquals(windows + 1 - 4, shard.shard.samplableWindows());
        }
    }
}
