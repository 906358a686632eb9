package io.troupe.common.schema;

import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;

/**
 * Which actions a record says are legal, and the choice among them; all are where the layout has no mask. Allocates
 * nothing.
 */
public final class ActionMask {
    private final int actionCount;
    private final int maskOffset;
    private final int maskBytes;

    public ActionMask(StepLayout layout) {
        actionCount = layout.schema().actionCount();
        maskOffset = layout.actionMaskOffset();
        maskBytes = layout.actionMaskBytes();
    }

    /** Whether the mask that begins at {@code at} allows an action. */
    public static boolean allows(DirectBuffer buffer, int at, int action) {
        return (buffer.getByte(at + (action >> 3)) >> (action & 7) & 1) != 0;
    }

    /** Whether an action is legal in the state that the record at {@code record} shows. */
    public boolean isLegal(DirectBuffer records, int record, int action) {
        return maskBytes == 0 || allows(records, record + maskOffset, action);
    }

    /** How many are legal. */
    public int count(DirectBuffer records, int record) {
        if (maskBytes == 0) {
            return actionCount;
        }
        int count = 0;
        for (int action = 0; action < actionCount; action++) {
            count += allows(records, record + maskOffset, action) ? 1 : 0;
        }
        return count;
    }

    /** @throws IllegalStateException where none is legal, in a state that is to be acted in or valued */
    public void check(DirectBuffer records, int record) {
        if (count(records, record) == 0) {
            throw new IllegalStateException("none of the " + actionCount
                + " actions is legal, and the episode has not terminated; expected a mask that leaves one at least");
        }
    }

    /**
     * The legal action of the largest Q-value, the lowest one of equals.
     *
     * @param qValues rows × actions
     * @param row     of the Q-values that belong to the record
     * @return −1 where none is legal
     */
    public int greedy(float[] qValues, int row, DirectBuffer records, int record) {
        int first = row * actionCount;
        int best = -1;
        for (int action = 0; action < actionCount; action++) {
            if (isLegal(records, record, action) && (best < 0 || qValues[first + action] > qValues[first + best])) {
                best = action;
            }
        }
        return best;
    }

    /** One of the legal actions, each equally likely; at least one is. */
    public int random(RandomGenerator random, DirectBuffer records, int record) {
        if (maskBytes == 0) {
            return random.nextInt(actionCount);
        }
        int left = random.nextInt(count(records, record));
        int action = 0;
        while (!allows(records, record + maskOffset, action) || left-- > 0) {
            action++;
        }
        return action;
    }
}
