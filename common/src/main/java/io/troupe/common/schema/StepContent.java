package io.troupe.common.schema;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/**
 * Tells whether a record holds what a step can hold. Neither an environment's bug nor a hostile sender is to reach the
 * replay: an action outside the action space ends a learner that gathers by it, and a number that is not finite spoils
 * its weights.
 */
public final class StepContent {
    private static final int FLAGS = StepLayout.FLAG_EPISODE_START | StepLayout.FLAG_TERMINATED
        | StepLayout.FLAG_TRUNCATED | StepLayout.FLAG_CLOSING;
    /** All bits of a float's exponent: set in what is infinite or no number. */
    private static final int EXPONENT = 0x7f80_0000;

    private final int actionCount;
    /** Where each float32 column of the observation begins in a record. */
    private final int[] floatOffsets;
    private final int[] floatBytes;

    public StepContent(StepLayout layout) {
        actionCount = layout.schema().actionCount();
        int[] columns = IntStream.range(0, layout.schema().observations().size())
            .filter(column -> layout.schema().observations().get(column).type() == ElementType.FLOAT32).toArray();
        floatOffsets = Arrays.stream(columns).map(layout::columnOffset).toArray();
        floatBytes = Arrays.stream(columns)
            .map(column -> layout.schema().observations().get(column).bytes()).toArray();
    }

    /** Whether flags, action, reward and observation of the record at {@code offset} are possible. */
    public boolean isPossible(DirectBuffer record, int offset) {
        int action = record.getInt(offset + StepLayout.ACTION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        int flags = record.getInt(offset + StepLayout.FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN);
        return (flags & ~FLAGS) == 0 && action >= 0 && action < actionCount
            && isFinite(record, offset + StepLayout.REWARD_OFFSET) && isObservationFinite(record, offset);
    }

    /** Whether every float32 of the observation of the record at {@code offset} is a finite number. */
    public boolean isObservationFinite(DirectBuffer record, int offset) {
        boolean isFinite = true;
        for (int i = 0; i < floatOffsets.length; i++) {
            int from = offset + floatOffsets[i];
            for (int at = from; at < from + floatBytes[i]; at += Float.BYTES) {
                isFinite &= isFinite(record, at);
            }
        }
        return isFinite;
    }

    private static boolean isFinite(DirectBuffer record, int at) {
        return (record.getInt(at, ByteOrder.LITTLE_ENDIAN) & EXPONENT) != EXPONENT;
    }
}
