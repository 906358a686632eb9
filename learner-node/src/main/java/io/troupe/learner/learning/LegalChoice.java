package io.troupe.learner.learning;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps an action that is not legal in a state from being bootstrapped from: of the Q-values that choose it, which are
 * copied, those of illegal actions become −∞. Where the environment has no mask they stay what and where they are.
 */
final class LegalChoice {
    private final int column;
    private final int positions;
    private final int actions;
    private final int maskBytes;
    private final int lastMask;
    private final int shift;
    private final boolean isFromStart;
    /** Grows with the first batch. */
    private float[] choosable = {};

    private LegalChoice(WindowSpec window, Anchor anchor, int positions, int actions, int shift, boolean isFromStart) {
        column = window.findColumn(StepField.ACTION_MASK, anchor).orElse(-1);
        this.positions = positions;
        this.actions = actions;
        this.shift = shift;
        this.isFromStart = isFromStart;
        maskBytes = ElementType.BIT.bytesFor(actions);
        lastMask = column < 0 ? 0 : window.columns().get(column).offsets().size() - 1;
    }

    /** Of the states after n-step transitions. */
    static LegalChoice afterTransitions(WindowSpec window, int actions) {
        return new LegalChoice(window, Anchor.END, 1, actions, 0, false);
    }

    /**
     * Of sequences.
     *
     * @param positions   of each row for which there are Q-values
     * @param shift       positions that the first of these is ahead of the one that a row begins with
     * @param isFromStart whether a row begins with its start, and not with the first record that it looks back to
     */
    static LegalChoice ofSequences(WindowSpec window, int positions, int actions, int shift, boolean isFromStart) {
        return new LegalChoice(window, Anchor.BEGIN, positions, actions, shift, isFromStart);
    }

    /**
     * The Q-values among which the largest is to be found.
     *
     * @param qValues rows × positions × actions; not changed
     * @throws TroupeException WIRE_FORMAT where no action is legal
     */
    float[] of(SampledBatch batch, float[] qValues) {
        if (column < 0) {
            return qValues;
        }
        if (choosable.length != qValues.length) {
            choosable = new float[qValues.length];
        }
        UnsafeBuffer masks = batch.column(column);
        int next = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int first = shift + (isFromStart ? batch.lookBacks()[row] : 0);
            for (int position = 0; position < positions; position++) {
                int at = row * batch.rowBytes(column) + maskBytes * Math.min(first + position, lastMask);
                boolean isAnyLegal = false;
                for (int action = 0; action < actions; action++, next++) {
                    boolean isLegal = ActionMask.allows(masks, at, action);
                    choosable[next] = isLegal ? qValues[next] : Float.NEGATIVE_INFINITY;
                    isAnyLegal |= isLegal;
                }
                if (!isAnyLegal) {
                    throw new TroupeException(ErrorCode.WIRE_FORMAT, "a sampled window (key " + batch.keys()[row]
                        + ") has a step with no legal action, expected one at least of " + actions
                        + ": its shard's files are damaged; give it an empty folder");
                }
            }
        }
        return choosable;
    }
}
