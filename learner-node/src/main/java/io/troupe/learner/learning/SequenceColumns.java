package io.troupe.learner.learning;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** The actions and rewards of a batch of sequences as Java arrays: rows × {@link #steps()}, counted from the begin. */
final class SequenceColumns {
    private final int actionColumn;
    private final int rewardColumn;
    private final int steps;
    private final int actionCount;
    final int[] taken;
    final float[] rewards;

    SequenceColumns(WindowSpec window, int rows, int actionCount) {
        actionColumn = window.columnOf(StepField.ACTION, Anchor.BEGIN);
        rewardColumn = window.columnOf(StepField.REWARD, Anchor.BEGIN);
        this.actionCount = actionCount;
        steps = window.lookBack() + window.horizon();
        taken = new int[rows * steps];
        rewards = new float[rows * steps];
    }

    int steps() {
        return steps;
    }

    void read(SampledBatch batch) {
        UnsafeBuffer actions = batch.column(actionColumn);
        UnsafeBuffer source = batch.column(rewardColumn);
        for (int i = 0; i < taken.length; i++) {
            taken[i] = SmallColumns.checked(actions.getInt(i * Integer.BYTES, ByteOrder.LITTLE_ENDIAN), actionCount,
                batch.keys()[i / steps]);
            rewards[i] = source.getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
    }
}
