package io.troupe.replay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PriorityColumnTest {
    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(3 * Integer.BYTES));
    private final PriorityColumn priorities = new PriorityColumn(memory);

    @Test
    void shouldKeepTheBitsOfEachSlotInTheFilesMemory() {
        for (int slot = 0; slot < 3; slot++) {
            priorities.bits(slot, 0x7fc0_0000 + slot);
        }
        for (int slot = 0; slot < 3; slot++) {
            assertEquals(0x7fc0_0000 + slot, priorities.bits(slot));
            assertEquals(0x7fc0_0000 + slot, memory.getInt(slot * Integer.BYTES));
        }
    }

    @Test
    void shouldTouchNoMemoryThatIsNotIts() {
        assertThrows(IndexOutOfBoundsException.class, () -> priorities.bits(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> priorities.bits(3));
        assertThrows(IndexOutOfBoundsException.class, () -> priorities.bits(3, 1));
    }
}
