package io.troupe.integration.fuzz;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes hostile messages out of valid ones: bits flipped, cut, extended, fields replaced by extreme values, pieces of
 * two messages joined, old ones sent again. Most keep a right header, or nothing behind the header's check would be
 * tried.
 */
final class Mutator {
    private static final long[] EXTREMES = {0, 1, -1, 2, 63, 64, 65, 255, 256, 4095, 4096, 1 << 16, 1 << 20, 1 << 24,
        Integer.MAX_VALUE, Integer.MAX_VALUE - 1L, Integer.MIN_VALUE, 1L << 32, 1L << 53, 1L << 62, (1L << 62) + 1,
        Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 64, Long.MIN_VALUE, Long.MIN_VALUE + 1};
    private static final float[] FLOATS = {0, -0f, -1, 1e-45f, 1e30f, Float.MAX_VALUE, Float.NaN,
        Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    private static final int MAX_LENGTH = 1 << 16;
    private static final int HEADER_LENGTH_AT = 4;
    private static final int KEPT = 256;

    private final List<byte[]> seen = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * MAX_LENGTH]);
    private final int fieldsEnd;
    private int length;

    /** @param fieldsEnd where a message's fields end and its entries begin: fields are changed more often */
    Mutator(int fieldsEnd) {
        this.fieldsEnd = fieldsEnd;
    }

    /** Remembers a valid message. */
    void add(DirectBuffer message, int offset, int messageLength, SplittableRandom random) {
        byte[] copy = new byte[messageLength];
        message.getBytes(offset, copy);
        if (seen.size() < KEPT) {
            seen.add(copy);
        } else {
            seen.set(random.nextInt(KEPT), copy);
        }
    }

    /** The hostile message's bytes, from 0 to {@link #length}. */
    UnsafeBuffer next(SplittableRandom random) {
        byte[] base = seen.get(random.nextInt(seen.size()));
        buffer.putBytes(0, base);
        length = base.length;
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change(random);
        }
        if (length >= HEADER_LENGTH_AT + Integer.BYTES && random.nextInt(10) > 0) {
            buffer.putBytes(0, base, 0, HEADER_LENGTH_AT);
            buffer.putInt(HEADER_LENGTH_AT, length, ByteOrder.LITTLE_ENDIAN);
        }
        return buffer;
    }

    int length() {
        return length;
    }

    static long extreme(SplittableRandom random) {
        return random.nextInt(4) == 0 ? random.nextLong() : EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private void change(SplittableRandom random) {
        switch (random.nextInt(9)) {
            case 0 -> flip(random);
            case 1 -> length = random.nextInt(length + 1);
            case 2 -> extend(random);
            case 3 -> splice(random);
            case 4 -> putFloat(random, at(random, length));
            case 5 -> putLong(random, at(random, length));
            case 6 -> putInt(random, at(random, length));
            case 7 -> putLong(random, at(random, fieldsEnd));
            default -> putInt(random, at(random, fieldsEnd));
        }
    }

    private void flip(SplittableRandom random) {
        for (int i = 0; i <= random.nextInt(8) && length > 0; i++) {
            int at = random.nextInt(length);
            buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1 << random.nextInt(8)));
        }
    }

    private void extend(SplittableRandom random) {
        int more = random.nextInt(random.nextInt(8) == 0 ? MAX_LENGTH - length : 64);
        for (int i = 0; i < more; i++) {
            buffer.putByte(length + i, (byte) random.nextInt());
        }
        length += more;
    }

    private void splice(SplittableRandom random) {
        byte[] other = seen.get(random.nextInt(seen.size()));
        int from = random.nextInt(other.length);
        int to = random.nextInt(length + 1);
        buffer.putBytes(to, other, from, other.length - from);
        length = Math.min(MAX_LENGTH, to + other.length - from);
    }

    private void putInt(SplittableRandom random, int at) {
        buffer.putInt(at, (int) extreme(random), ByteOrder.LITTLE_ENDIAN);
    }

    private void putLong(SplittableRandom random, int at) {
        buffer.putLong(at, extreme(random), ByteOrder.LITTLE_ENDIAN);
    }

    private void putFloat(SplittableRandom random, int at) {
        buffer.putFloat(at, FLOATS[random.nextInt(FLOATS.length)], ByteOrder.LITTLE_ENDIAN);
    }

    /** Where a field of a message begins: all lie on multiples of 4. */
    private int at(SplittableRandom random, int end) {
        return random.nextInt(Math.max(1, Math.min(end, length) / 4)) * 4;
    }
}
