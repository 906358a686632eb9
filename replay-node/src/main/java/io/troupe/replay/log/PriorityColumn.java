package io.troupe.replay.log;

import java.util.Objects;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The file {@code priorities}: of each slot the bits that stand for the raw priority of the window that starts in it,
 * in native byte order. They are read and written more often than anything else of the store: by address that takes
 * half the time.
 */
final class PriorityColumn {
    private final long address;
    private final int capacity;

    /** @param memory of 4 bytes a slot; stays mapped while this is used */
    PriorityColumn(UnsafeBuffer memory) {
        address = memory.addressOffset();
        capacity = memory.capacity() / Integer.BYTES;
    }

    int bits(int slot) {
        return UnsafeApi.getInt(addressOf(slot));
    }

    void bits(int slot, int bits) {
        UnsafeApi.putInt(addressOf(slot), bits);
    }

    private long addressOf(int slot) {
        return address + ((long) Objects.checkIndex(slot, capacity) << 2);
    }
}
