package io.troupe.common.exploration;

/**
 * Hands out places on the {@link ExplorationLadder} so that any number of lanes covers it evenly: in bit-reversed order
 * (0, 4, 2, 6, 1, 5, 3, 7 for a size of 8), the first free one of that order first. A size that is no power of two
 * takes the order of the next power of two and leaves out what is too large. When all are taken, another round begins.
 * Used by one thread.
 */
public final class OrdinalAllocator {
    private final int[] order;
    private final int[] holders;

    public OrdinalAllocator(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("the exploration ladder has size " + size + "; expected at least 1");
        }
        order = bitReversed(size);
        holders = new int[size];
    }

    /** Takes the first place of the order among those that are held by the fewest lanes. O(size). */
    public int acquire() {
        int best = order[0];
        for (int ordinal : order) {
            if (holders[ordinal] < holders[best]) {
                best = ordinal;
            }
        }
        holders[best]++;
        return best;
    }

    /** Takes this place, as the coordinator does for lanes that it knows from before. */
    public void acquire(int ordinal) {
        check(ordinal);
        holders[ordinal]++;
    }

    /** Gives a place back. */
    public void release(int ordinal) {
        check(ordinal);
        if (holders[ordinal] == 0) {
            throw new IllegalStateException("exploration ordinal " + ordinal + " is not taken");
        }
        holders[ordinal]--;
    }

    private void check(int ordinal) {
        if (ordinal < 0 || ordinal >= holders.length) {
            throw new IllegalArgumentException(
                "exploration ordinal " + ordinal + " is outside 0…" + (holders.length - 1));
        }
    }

    private static int[] bitReversed(int size) {
        int bits = 32 - Integer.numberOfLeadingZeros(size - 1);
        int[] order = new int[size];
        int filled = 0;
        for (int i = 0; filled < size; i++) {
            int reversed = bits == 0 ? 0 : Integer.reverse(i) >>> (32 - bits);
            if (reversed < size) {
                order[filled++] = reversed;
            }
        }
        return order;
    }
}
