package io.troupe.replay.inspection;

import java.util.Arrays;

/** How often the window that starts in each slot was drawn since the shard was opened. For one thread. */
public final class SampleCounts {
    private final int[] counts;

    /** @param slots of the shard; each takes 4 bytes */
    public SampleCounts(int slots) {
        counts = new int[slots];
    }

    /** The first {@code rows} of these slots were drawn, one once for each time that it is among them. */
    public void add(int[] slots, int rows) {
        final int[] counts = this.counts;
        // Nothing depends on the one before, so that the cache misses of many rows overlap.
        for (int row = 0; row < rows; row++) {
            counts[slots[row]]++;
        }
    }

    /** Other windows will start in these slots. */
    public void reset(int firstSlot, int slots) {
        Arrays.fill(counts, firstSlot, firstSlot + slots, 0);
    }

    public int of(int slot) {
        return counts[slot];
    }
}
