package io.troupe.replay.log;

/**
 * A number of 48 bits and 16 bits that check it, in one word: written at once, so that it is whole however the process
 * ends, and yet a changed bit shows.
 */
final class CheckedWord {
    static final long MAX_VALUE = (1L << 48) - 1;
    private static final long MIX = 0x9E37_79B1_85EB_CA87L;

    private CheckedWord() {
    }

    /** @param seed what the number belongs to */
    static long of(long value, long seed) {
        return check(value, seed) << 48 | value;
    }

    static boolean isWhole(long word, long seed) {
        return word >>> 48 == check(value(word), seed);
    }

    static long value(long word) {
        return word & MAX_VALUE;
    }

    private static long check(long value, long seed) {
        long mixed = (value ^ seed * MIX) * MIX;
        return (mixed ^ mixed >>> 29) * MIX >>> 48;
    }
}
