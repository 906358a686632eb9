package io.troupe.common.schema;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Tells whether a record holds what a step can hold. Neither an environment's bug nor a hostile sender is to reach the
 * replay: an action outside the action space ends a learner that gathers by it, and a number that is not finite spoils
 * its weights.
 */
public final class StepContent {
    private static final int FLAGS = StepLayout.FLAG_EPISODE_START | StepLayout.FLAG_TERMINATED
        | StepLayout.FLAG_TRUNCATED | StepLayout.FLAG_CLOSING | StepLayout.FLAG_STALE;
    /** Of two floats in a long: all bits of the exponent, which are set in what is infinite or no number … */
    private static final long EXPONENTS = 0x7f80_0000_7f80_0000L;
    /** … so that one more at its lowest bit carries over … */
    private static final long ONES = 0x0080_0000_0080_0000L;
    /** … into the sign. */
    private static final long SIGNS = 0x8000_0000_8000_0000L;
    private static final boolean IS_LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long LOW = 0xffff_ffffL;

    private final int stride;
    private final int actionCount;
    /** Where each float32 column of the observation begins in a record. */
    private final int[] floatOffsets;
    private final int[] floatBytes;
    /** Null where all actions are always legal. */
    private final ActionMask mask;

    public StepContent(StepLayout layout) {
        stride = layout.stride();
        actionCount = layout.schema().actionCount();
        int[] columns = IntStream.range(0, layout.schema().observations().size())
            .filter(column -> layout.schema().observations().get(column).type() == ElementType.FLOAT32).toArray();
        floatOffsets = Arrays.stream(columns).map(layout::columnOffset).toArray();
        floatBytes = Arrays.stream(columns)
            .map(column -> layout.schema().observations().get(column).bytes()).toArray();
        mask = layout.actionMaskBytes() > 0 ? new ActionMask(layout) : null;
    }

    /**
     * Whether flags, action, reward and observation of all these records are possible, and an action legal. They follow
     * each other from {@code offset} on.
     */
    public boolean arePossible(DirectBuffer records, int offset, int count) {
        // Checked once, then read without: it is asked of every record that is stored. Also no branch but the last.
        records.boundsCheck(offset, count * stride);
        final byte[] array = records.byteArray();
        long at = records.addressOffset() + offset;
        long found = 0;
        for (int i = 0; i < count; i++, at += stride) {
            long rewardAndAction = longAt(array, at + StepLayout.REWARD_OFFSET);
            int action = (int) (rewardAndAction >> Integer.SIZE);
            found |= intAt(array, at + StepLayout.FLAGS_OFFSET) & ~FLAGS
                | (action | actionCount - 1 - action) & Integer.MIN_VALUE
                | notFinite(rewardAndAction & LOW) | notFiniteObservation(array, at);
        }
        return found == 0 && (mask == null || haveLegalActions(records, offset, count));
    }

    private boolean haveLegalActions(DirectBuffer records, int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (mask.count(records, offset + i * stride) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every float32 of the observation of the record at {@code offset} is a finite number. */
    public boolean isObservationFinite(DirectBuffer record, int offset) {
        record.boundsCheck(offset, stride);
        return notFiniteObservation(record.byteArray(), record.addressOffset() + offset) == 0;
    }

    private long notFiniteObservation(byte[] array, long record) {
        long found = 0;
        for (int i = 0; i < floatOffsets.length; i++) {
            long at = record + floatOffsets[i];
            long end = at + floatBytes[i];
            for (; at + Long.BYTES <= end; at += Long.BYTES) {
                found |= notFinite(longAt(array, at));
            }
            if (at < end) {
                found |= notFinite(intAt(array, at) & LOW);
            }
        }
        return found;
    }

    /** 0 where both floats are finite. */
    private static long notFinite(long twoFloats) {
        return (twoFloats & EXPONENTS) + ONES & SIGNS;
    }

    private static long longAt(byte[] array, long at) {
        long value = UnsafeApi.getLong(array, at);
        return IS_LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    private static int intAt(byte[] array, long at) {
        int value = UnsafeApi.getInt(array, at);
        return IS_LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }
}
