package io.troupe.learner.learning;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** The actions and rewards of a batch as Java arrays. */
final class SmallColumns {
    private final int actionColumn;
    private final int rewardColumn;
    private final int actionCount;
    private final int[] taken;
    private final float[] rewards;

    SmallColumns(WindowSpec window, int rows, int actionCount) {
        actionColumn = window.columnOf(StepField.ACTION);
        rewardColumn = window.columnOf(StepField.REWARD);
        this.actionCount = actionCount;
        taken = new int[rows];
        rewards = new float[rows * window.horizon()];
    }

    void read(SampledBatch batch) {
        UnsafeBuffer actions = batch.column(actionColumn);
        for (int row = 0; row < taken.length; row++) {
            taken[row] = checked(actions.getInt(row * Integer.BYTES, ByteOrder.LITTLE_ENDIAN), actionCount,
                batch.keys()[row]);
        }
        UnsafeBuffer source = batch.column(rewardColumn);
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = source.getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
    }

    static int checked(int action, int actionCount, long key) {
        if (action < 0 || action >= actionCount) {
            throw new TroupeException(ErrorCode.WIRE_FORMAT, "a sampled step (key " + key + ") has action " + action
                + ", expected 0 … " + (actionCount - 1)
                + ": its shard's files are of another environment or damaged; give it an empty folder");
        }
        return action;
    }

    /** The action at each window's start. */
    int[] taken() {
        return taken;
    }

    /** Rows × n, row-major. */
    float[] rewards() {
        return rewards;
    }
}
