package io.troupe.actor.acting;

import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.AttentionWatcher;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers up to four steps. Its first part has two heads, one of which looks at all steps alike and one at the
 * oldest alone; its second part looks at the newest with three quarters, and at the oldest with one. Without the
 * oldest step, Q of the last action is higher by 10; without another one, by 1.
 */
public final class AttendingQFunction extends FakeQFunction {
    public static final int CONTEXT = 4;

    private final int[] laneOfRow;
    private final int[] steps;
    private int hiddenRows;

    public AttendingQFunction(EnvironmentSchema schema, int maxRows) {
        super(schema, maxRows);
        laneOfRow = new int[maxRows];
        steps = new int[maxRows];
    }

    @Override
    public void show(int row, int lane, int previousAction, float previousReward) {
        super.show(row, lane, previousAction, previousReward);
        laneOfRow[row] = lane;
        steps[lane] = previousAction == NO_ACTION ? 0 : steps[lane];
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        super.evaluate(rows, qValues);
        for (int row = 0; row < rows; row++) {
            steps[laneOfRow[row]] = Math.min(CONTEXT, steps[laneOfRow[row]] + 1);
        }
    }

    @Override
    public void evaluate(int rows, float[] qValues, AttentionWatcher watcher) {
        evaluate(rows, qValues);
        for (int row = 0; row < rows; row++) {
            if (watcher.isWatched(row)) {
                watcher.onAttention(row, parts(steps[laneOfRow[row]]));
            }
        }
    }

    private static List<AttentionReading> parts(int count) {
        float[] first = new float[2 * count];
        Arrays.fill(first, 0, count, 1f / count);
        first[count] = 1;
        float[] second = new float[count];
        second[count - 1] = 0.75f;
        second[0] += 0.25f;
        return List.of(new AttentionReading("first", Over.STEPS, 2, first),
            new AttentionReading("cells", Over.CELLS, 1, new float[] {0, 1}),
            new AttentionReading("second", Over.STEPS, 1, second));
    }

    @Override
    public boolean evaluateHiding(int row, int[] hidden, float[] qValues) {
        float[] whole = new float[maxRows() * actionCount()];
        super.evaluate(row + 1, whole);
        for (int i = 0; i < hidden.length; i++) {
            if (hidden[i] < 0 || hidden[i] >= steps[laneOfRow[row]]) {
                throw new AssertionError("hidden " + hidden[i] + " of " + steps[laneOfRow[row]] + " steps");
            }
            System.arraycopy(whole, row * actionCount(), qValues, i * actionCount(), actionCount());
            qValues[(i + 1) * actionCount() - 1] += hidden[i] == 0 ? 10 : 1;
            hiddenRows++;
        }
        return true;
    }

    public int hiddenRows() {
        return hiddenRows;
    }
}
