package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.replay.priority.PriorityMass;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindEverythingAgainAfterAKill() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 2)) {
            shard.append(1, 0, 0, "SsssssUC", 0, 3, 1, 5);
            shard.append(2, 3, 40, "Sssss");
            shard.update(shard.windows().get(1001).key(), 9);
            shard.feedback(shard.shard.storeId(), 500, 0, new long[0], new float[0]);
            Map<Integer, TestShard.Row> before = shard.windows();
            ShardSnapshot was = shard.shard.publish();
            try (TestShard again = killed(shard, "a", "b")) {
                ShardSnapshot is = again.shard.latest();
                assertEquals(was.storeId(), is.storeId());
                assertEquals(was.storedSteps(), is.storedSteps());
                assertEquals(was.sizeSteps(), is.sizeSteps());
                assertEquals(was.sizeRecords(), is.sizeRecords());
                assertEquals(was.samplableWindows(), is.samplableWindows());
                assertEquals(9, is.maxPriority());
                assertEquals(was.lanes(), is.lanes());
                assertEquals(0, is.tornRecords());
                again.append(1, 0, 8, "Ss");
                assertEquals(before.get(1000).key(), again.windows().get(1000).key());
                assertEquals(9.0 / 3, again.windows().get(1001).probability() / again.windows().get(1000).probability(),
                    1e-12);
            }
        }
    }

    @Test
    void shouldGoOnWithALaneWhereItStoodAndCompleteItsWindows() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 3)) {
            shard.append(0, "Sssss", 0, 2, 3, 7);
            try (TestShard again = killed(shard, "a", "b")) {
                assertEquals(AppendResult.GAP, again.append(6, "s"));
                again.append(3, "ssssT");
                assertEquals(8, again.shard.storedSteps());
                assertEquals(List.of("0>3 [0.5, 1.5, 2.5]", "1>4 [1.5, 2.5, 3.5]", "2>5 [2.5, 3.5, 4.5]",
                    "3>6 [3.5, 4.5, 5.5]", "4>7 [4.5, 5.5, 6.5]", "5>7 [5.5, 6.5, 7.5] terminated",
                    "6>7 [6.5, 7.5, 0.0] terminated", "7>7 [7.5, 0.0, 0.0] terminated"), again.texts());
                Map<Integer, TestShard.Row> windows = again.windows();
                assertEquals(3.5, windows.get(3).probability() / windows.get(0).probability(), 1e-12);
            }
        }
    }

    @Test
    void shouldNeverUseAKeyAgain() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 1)) {
            shard.append(0, "Ssssss");
            long highest = shard.windows().values().stream().mapToLong(TestShard.Row::key).max().orElseThrow();
            try (TestShard again = killed(shard, "a", "b")) {
                again.append(6, "ssss");
                assertTrue(again.windows().get(6).key() > highest + 4);
                again.update(highest + 1, 50);
                assertEquals(0, again.shard.publish().lateUpdates(), "record 5 is whole now");
            }
        }
    }

    @Test
    void shouldRememberLanesWhoseSegmentsAreGone() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 1)) {
            shard.append(1, 2, 0, "SsssUC");
            int capacity = (int) shard.shard.latest().capacityRecords();
            for (int at = 0; at < capacity; at += 4) {
                shard.append(2, 0, at, "ssss");
            }
            List<LaneLedger> ledger = shard.shard.publish().lanes();
            assertTrue(ledger.contains(new LaneLedger(1, 2, 0, 6, 5)), ledger.toString());
            try (TestShard again = killed(shard, "a", "b")) {
                // Where the lane's epoch began nobody knows any more.
                assertTrue(again.shard.latest().lanes().contains(new LaneLedger(1, 2, -1, 6, 5)));
                assertEquals(capacity + 5, again.shard.storedSteps());
                assertEquals(5, again.shard.latest().evictedSteps());
                assertEquals(AppendResult.DUPLICATE, again.append(1, 2, 4, "UC"));
                again.append(1, 2, 6, "Ss");
                try (TestShard third = killed(again, "b", "c")) {
                    assertTrue(third.shard.latest().lanes().contains(new LaneLedger(1, 2, 6, 8, 7)));
                }
            }
        }
    }

    @Test
    void shouldRememberThatALaneMovedAway() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 1)) {
            shard.append(1, 0, 0, "Ssssssss");
            shard.shard.moveAway(1, 3, 1);
            try (TestShard again = killed(shard, "a", "b")) {
                assertEquals(List.of(new LaneLedger(1, 1, -1, 3, 3)), again.shard.latest().lanes());
                assertEquals(AppendResult.STALE_EPOCH, again.append(1, 0, 3, "s"));
                assertEquals(2, again.shard.samplableWindows());
                again.shard.moveAway(1, 0, 2);
                try (TestShard third = killed(again, "b", "c")) {
                    assertEquals(List.of(new LaneLedger(1, 2, -1, 0, 0)), third.shard.latest().lanes());
                    assertEquals(0, third.shard.latest().sizeRecords());
                }
            }
        }
    }

    @Test
    void shouldDropATornRecordAndKeepTheRest() throws IOException {
        Path store = folder.resolve("a");
        try (TestShard shard = new TestShard(store, 1)) {
            shard.append(0, "Sssssss");
        }
        // Record 2 lies in the first place, behind the header of 128 bytes and 4 checks that take 64.
        flipByte(store.resolve("segments-000"), 128 + 64 + 2 * Trajectory.LAYOUT.stride() + 25);
        for (String word : List.of("first", "second")) {
            try (TestShard again = new TestShard(store, 1)) {
                assertEquals(word.equals("first") ? 1 : 0, again.shard.latest().tornRecords());
                assertEquals(List.of(0, 3, 4, 5), List.copyOf(again.windows().keySet()));
                assertEquals(List.of(new LaneLedger(0, 0, 0, 7, 7)), again.shard.latest().lanes());
                assertEquals(6, again.shard.latest().sizeSteps());
                assertEquals(1, again.shard.latest().evictedSteps());
                again.shard.checkValid();
            }
        }
    }

    @Test
    void shouldKeepTheCountOfALaneWhoseNewestSegmentIsTorn() throws IOException {
        Path store = folder.resolve("a");
        try (TestShard shard = new TestShard(store, 1)) {
            shard.append(0, "Sss");
        }
        flipByte(store.resolve("segments-000"), 128 + 64 + 2 * Trajectory.LAYOUT.stride() + 8);
        for (int opening = 0; opening < 2; opening++) {
            try (TestShard again = new TestShard(store, 1)) {
                assertEquals(List.of(new LaneLedger(0, 0, 0, 3, 3)), again.shard.latest().lanes());
                assertEquals(2, again.shard.latest().sizeSteps());
            }
        }
        try (TestShard again = new TestShard(store, 1)) {
            again.append(3, "sss");
            assertEquals(6, again.shard.storedSteps());
            assertEquals(List.of(0, 3, 4), List.copyOf(again.windows().keySet()));
        }
    }

    @Test
    void shouldDropASegmentWhoseHeaderIsTorn() throws IOException {
        Path store = folder.resolve("a");
        try (TestShard shard = new TestShard(store, 1)) {
            shard.append(0, "Sssssss");
        }
        flipByte(store.resolve("segments-000"), 16);
        try (TestShard again = new TestShard(store, 1)) {
            assertEquals(List.of(4, 5), List.copyOf(again.windows().keySet()));
            assertEquals(List.of(new LaneLedger(0, 0, 0, 7, 7)), again.shard.latest().lanes());
            assertEquals(4, again.shard.latest().evictedSteps());
        }
    }

    @Test
    void shouldAcknowledgeTheSameWhereItForcesToTheDisk() {
        WindowSpec window = WindowSpec.nStep(Trajectory.LAYOUT.schema(), 1);
        ReplayShardSettings settings =
            new ReplayShardSettings(folder, Trajectory.LAYOUT, window, 400, 4, 1, true, 4096);
        UnsafeBuffer memory = new UnsafeBuffer(new byte[256]);
        AcksMessage acks = new AcksMessage();
        for (int opening = 0; opening < 2; opening++) {
            try (ReplayShard shard = new ReplayShard(settings, new SplittableRandom(1), TestShard.newStoreIds(1))) {
                shard.append(new Trajectory().message(2, 0, 3L * opening, opening == 0 ? "Sss" : "ssT"));
                assertTrue(acks.wrap(memory, 0, shard.acknowledgements().write(Trajectory.SENDER, memory, 0)));
                assertEquals(3 + 3 * opening, acks.storedRecords(0));
            }
        }
    }

    @Test
    void shouldCutOtherWindowsOutOfTheSameLog() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 1)) {
            shard.append(0, "SssssT");
            try (TestShard again = new TestShard(copy("a", "b"), 4)) {
                assertEquals("0>4 [0.5, 1.5, 2.5, 3.5]", again.texts().get(0));
            }
        }
    }

    @Test
    void shouldRebuildTheTreeWithAnotherExponent() throws IOException {
        try (TestShard shard = new TestShard(folder.resolve("a"), 1)) {
            shard.append(0, "Ssss", 0, 4, 2, 9);
            shard.update(shard.windows().get(1).key(), 16);
        }
        for (double exponent : new double[] {0.5, 0, 2, 1}) {
            try (TestShard again = new TestShard(folder.resolve("a"), 1, 4, 400, exponent, TestShard.newStoreIds(1))) {
                double mass = Math.pow(4, exponent) + Math.pow(16, exponent) + Math.pow(9, exponent);
                assertEquals(mass, (double) again.shard.totalMass() / PriorityMass.ONE, 1e-9);
            }
        }
    }

    @Test
    void shouldOpenAMillionCartPoleStepsInTwoSeconds() {
        Path store = folder.resolve("a");
        try (TestShard shard = new TestShard(store, 3, 64, 1_000_000, 0.6, TestShard.newStoreIds(1))) {
            String letters = "S" + "s".repeat(62) + "T";
            for (int lane = 0; lane < 50; lane++) {
                for (int at = 0; at < 20_000; at += 64) {
                    shard.append(lane, 0, at, letters, at, 2, at + 5, 3);
                }
            }
            assertTrue(shard.shard.storedSteps() > 1_000_000);
        }
        // Of this thread: what else runs on the machine is no part of it.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        try (TestShard again = new TestShard(store, 3, 64, 1_000_000, 0.6, TestShard.newStoreIds(1))) {
            double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            assertTrue(again.shard.samplableWindows() > 990_000);
            assertTrue(seconds < 2, "took " + seconds + " s");
        }
    }

    /** The same store as the death of its process would leave it now. */
    private TestShard killed(TestShard shard, String from, String to) throws IOException {
        return new TestShard(copy(from, to), shard.window.horizon());
    }

    private Path copy(String from, String to) throws IOException {
        ReplayModelTest.copy(folder.resolve(from), folder.resolve(to));
        return folder.resolve(to);
    }

    private static void flipByte(Path file, long position) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int value = bytes.read();
            bytes.seek(position);
            bytes.write(value ^ 1);
        }
    }
}
