package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.replay.priority.PriorityMass;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** n is 2 and α is 1, so a window's probability tells its priority. */
class WindowPrioritiesTest {
    @TempDir
    Path folder;
    private TestShard shard;

    @BeforeEach
    void open() {
        shard = new TestShard(folder, 2);
    }

    @AfterEach
    void close() {
        shard.close();
    }

    @Test
    void shouldTakeTheActorsPriorityBeforeWithAndAfterTheWindowCompletes() {
        shard.append(0, "Ss", 0, 4);
        shard.append(2, "ss", 1, 0.5);
        shard.append(4, "s");
        shard.append(5, "", 2, 0.25);
        assertEquals(Map.of(0, 4.0, 1, 0.5, 2, 0.25), priorities());
    }

    @Test
    void shouldTakeTheHighestPriorityWhereNoneCame() {
        shard.append(0, "Sss");
        assertEquals(Map.of(0, 1.0), priorities());
        shard.append(3, "s", 1, 8);
        shard.append(4, "s");
        assertEquals(Map.of(0, 1.0, 1, 8.0, 2, 8.0), priorities());
    }

    @Test
    void shouldNotLetAResentFirstPriorityOverwriteTheLearners() {
        shard.append(0, "Sss", 0, 4);
        shard.update(key(0), 0.5f);
        shard.append(0, "Sss", 0, 4);
        assertEquals(Map.of(0, 0.5), priorities());
    }

    @Test
    void shouldRefuseWhatIsNoPriority() {
        shard.append(0, "Ssss", 0, Float.NaN, 1, -1);
        shard.update(key(0), Float.POSITIVE_INFINITY);
        shard.update(key(1), Float.NaN);
        assertEquals(Map.of(0, 1.0, 1, 1.0), priorities());
        assertEquals(4, shard.shard.publish().refusedPriorities());
    }

    @Test
    void shouldKeepAWindowOfPriorityZeroThatCannotBeDrawn() {
        shard.append(0, "Ssss", 0, -0f);
        long key = shard.sample(1).get(0).key();
        shard.update(key, 0);
        assertEquals(2, shard.shard.samplableWindows());
        assertEquals(0, shard.shard.totalMass());
        shard.update(key, 3);
        assertEquals(3 * PriorityMass.ONE, shard.shard.totalMass());
        assertEquals(0, shard.shard.publish().lateUpdates());
    }

    @Test
    void shouldCountUpdatesThatComeTooLateAndDoNothing() {
        shard.append(0, "Sssss");
        long key = key(0);
        int capacity = (int) shard.shard.latest().capacityRecords();
        for (int at = 5; at < capacity + 8; at++) {
            shard.append(at, "s");
        }
        long mass = shard.shard.totalMass();
        shard.update(key, 100);
        shard.update(key + 1_000_000, 100);
        shard.update(-1, 100);
        shard.update(0, 100);
        assertEquals(mass, shard.shard.totalMass());
        assertEquals(4, shard.shard.publish().lateUpdates());
        assertEquals(0, shard.shard.publish().updatedPriorities());
    }

    @Test
    void shouldNotUpdateAWindowThatIsIncompleteOrNone() {
        shard.append(0, "SssUCSs");
        long mass = shard.shard.totalMass();
        long key = key(0);
        shard.update(key + 4, 9);
        shard.update(key + 5, 9);
        assertEquals(mass, shard.shard.totalMass());
        assertEquals(2, shard.shard.publish().lateUpdates());
    }

    @Test
    void shouldCountUpdatesForAnotherStoreAsLateButTakeLimitAndRequest() {
        shard.append(0, "Sss");
        shard.feedback(12345, 3, 2, new long[] {key(0), 1}, new float[] {5, 5});
        assertEquals(2, shard.shard.publish().lateUpdates());
        assertEquals(2, shard.serve().size());
        assertEquals(true, shard.shard.isLimited());
    }

    @Test
    void shouldTakeTheLastOfSeveralUpdatesOfAKey() {
        shard.append(0, "Sss");
        long key = key(0);
        shard.feedback(shard.shard.storeId(), 9, 0, new long[] {key, key}, new float[] {5, 2});
        assertEquals(Map.of(0, 2.0), priorities());
        shard.shard.checkValid();
    }

    private long key(int observation) {
        return shard.windows().get(observation).key();
    }

    private Map<Integer, Double> priorities() {
        double total = (double) shard.shard.totalMass() / PriorityMass.ONE;
        Map<Integer, Double> priorities = new TreeMap<>();
        shard.windows().forEach((start, row) -> priorities.put(start, row.probability() * total));
        return priorities;
    }
}
