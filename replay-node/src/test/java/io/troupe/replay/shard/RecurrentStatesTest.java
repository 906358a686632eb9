package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.proto.ElementTypeDescription;
import io.troupe.proto.StepInspection;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StoreDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentStatesTest {
    /** Room for 16 / 4 + 16 / 8 + 2 states in a segment of 16 records. */
    private static final WindowSpec WINDOW = TestShard.window(2, 8, 1, 4);
    private static final int ROOM = 8;
    @TempDir
    Path folder;

    @Test
    void shouldKeepStatesWithTheirRecordsOverAKill() throws IOException {
        try (TestShard shard = open("a", WINDOW, "one")) {
            shard.append(3, 0, 0, "Sssss", new long[] {0, 4});
            // The state of an earlier record may come later; the first that came stays.
            shard.append(3, 0, 5, "sss", new long[] {2, 7, 4});
            assertEquals(4, shard.stateKeys().size());
            ReplayModelTest.copy(folder.resolve("a"), folder.resolve("b"));
            try (TestShard again = open("b", WINDOW, "one")) {
                assertEquals(shard.stateKeys(), again.stateKeys());
                assertEquals(0, again.shard.latest().tornStates());
                assertFalse(again.shard.latest().hasDroppedStates());
            }
        }
    }

    @Test
    void shouldCountStatesOfRecordsThatAreNotHeldAndThoseWithoutRoom() {
        try (TestShard shard = open("a", WINDOW, "one")) {
            shard.append(3, 0, 0, "Sss", new long[] {3, 100});
            assertEquals(2, shard.shard.publish().droppedStates());
            shard.append(3, 0, 3, "s".repeat(13), LongStream.range(0, 16).toArray());
            assertEquals(ROOM, shard.stateKeys().size());
            assertEquals(2 + 16 - ROOM, shard.shard.publish().droppedStates());
            shard.append(3, 0, 16, "s", new long[] {16});
            assertEquals(ROOM + 1, shard.stateKeys().size());
        }
    }

    @Test
    void shouldForgetStatesWithTheirRecords() {
        try (TestShard shard = open("a", WINDOW, "one")) {
            shard.append(3, 0, 0, "Sssssss", new long[] {1, 5});
            shard.shard.moveAway(3, 4, 1);
            assertEquals(1, shard.stateKeys().size());
            int capacity = (int) shard.shard.latest().capacityRecords();
            for (int at = 0; at < capacity; at += 16) {
                shard.append(4, 0, at, "s".repeat(16));
            }
            assertEquals(0, shard.stateKeys().size());
        }
    }

    @Test
    void shouldDropTheStatesOfAnotherNetworkAndKeepTheSteps() {
        fill("one");
        for (int opening = 0; opening < 2; opening++) {
            try (TestShard shard = open("a", WINDOW, "two")) {
                assertEquals(opening == 0, shard.shard.latest().hasDroppedStates());
                assertEquals(0, shard.stateKeys().size());
                assertEquals(10, shard.shard.latest().sizeSteps());
                assertEquals(2, shard.shard.samplableWindows());
            }
        }
        try (TestShard shard = open("a", WINDOW, "two")) {
            shard.append(3, 0, 10, "S", new long[] {10});
            assertEquals(1, shard.stateKeys().size());
        }
    }

    @Test
    void shouldDropTheStatesWhereANetworkHasNoneOrOthersOfAnotherSize() throws IOException {
        fill("one");
        StepLayout larger = new StepLayout(Trajectory.LAYOUT.schema(), 2000);
        try (TestShard shard = open("a", WINDOW, larger, "one")) {
            assertTrue(shard.shard.latest().hasDroppedStates());
            assertEquals(0, shard.stateKeys().size());
            assertEquals(2, shard.shard.samplableWindows());
        }
        assertTrue(Files.size(folder.resolve("a").resolve("states-000")) > 2000 * ROOM * 8);
        try (TestShard shard = open("a", WINDOW, Trajectory.LAYOUT, "")) {
            assertTrue(shard.shard.latest().hasDroppedStates());
            assertFalse(Files.exists(folder.resolve("a").resolve("states-000")));
            assertEquals(2, shard.shard.samplableWindows());
        }
        try (TestShard shard = open("a", WINDOW, "one")) {
            assertFalse(shard.shard.latest().hasDroppedStates(), "there were none");
        }
    }

    @Test
    void shouldKeepTheStatesAsLongAsThereIsRoomForThoseOfTheNewWindow() {
        fill("one");
        try (TestShard shard = open("a", TestShard.window(0, 10, 3, 6), "one")) {
            assertEquals(2, shard.stateKeys().size());
            assertFalse(shard.shard.latest().hasDroppedStates());
        }
        try (TestShard shard = open("a", TestShard.window(0, 1, 3, 1), "one")) {
            assertEquals(0, shard.stateKeys().size());
            assertTrue(shard.shard.latest().hasDroppedStates());
        }
    }

    @Test
    void shouldBeginWithoutStatesWhereTheirFilesAreGone() throws IOException {
        fill("one");
        Files.delete(folder.resolve("a").resolve("states-000"));
        try (TestShard shard = open("a", WINDOW, "one")) {
            assertTrue(shard.shard.latest().hasDroppedStates());
            assertEquals(2, shard.shard.samplableWindows());
        }
    }

    @Test
    void shouldShowTheStateThatIsStoredWithAStep() {
        try (TestShard shard = open("a", WINDOW, "one")) {
            shard.append(3, 0, 0, "Ssss", new long[] {2});
            long key = shard.stateKeys().iterator().next();
            StepInspection step = shard.shard.inspector().step(key).build();
            assertEquals(ElementTypeDescription.FLOAT32, step.getRecurrentState().getType());
            assertEquals(Trajectory.STATE_LAYOUT.stateBytes() / 4, step.getRecurrentState().getShape(0));
            ByteBuffer state = step.getRecurrentState().getValues().asReadOnlyByteBuffer()
                .order(ByteOrder.nativeOrder());
            assertEquals(Trajectory.STATE_LAYOUT.stateBytes(), state.remaining());
            assertEquals(3, state.getInt(0));
            assertEquals(2, state.getInt(4));
            assertFalse(shard.shard.inspector().step(key + 1).build().hasRecurrentState());
        }
    }

    @Test
    void shouldTellOfTheStatesByTheHeaderAlone() {
        fill("one");
        StateSpec told = StoreDescription.read(folder.resolve("a")).states().orElseThrow();
        assertEquals(new StateSpec(Trajectory.STATE_LAYOUT.stateBytes(), ROOM, "one"), told);
        try (TestShard shard = open("b", WINDOW, Trajectory.LAYOUT, "")) {
            assertEquals(StateSpec.NONE, StoreDescription.read(folder.resolve("b")).states().orElseThrow());
        }
    }

    private void fill(String network) {
        try (TestShard shard = open("a", WINDOW, network)) {
            shard.append(3, 0, 0, "SssssssssT", new long[] {0, 4});
            assertEquals(2, shard.stateKeys().size());
        }
    }

    private TestShard open(String name, WindowSpec window, String network) {
        return open(name, window, Trajectory.STATE_LAYOUT, network);
    }

    private TestShard open(String name, WindowSpec window, StepLayout layout, String network) {
        return new TestShard(folder.resolve(name), window, layout, 16, 800, 1, TestShard.newStoreIds(1), network);
    }
}
