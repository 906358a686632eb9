package io.troupe.actor.evaluation;

import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A Q-function that is shown everything together with another one, and measures how the other's values differ. What is
 * acted on is the first one's alone. A memory that the other one has is its own: it drifts as it would.
 */
public final class QComparison implements QFunction {
    private final QFunction leading;
    private final QFunction other;
    private final List<ObservationColumn> columns;
    private final float[] otherValues;
    private double sumDifference;
    private double maxDifference;
    private long observations;
    private long equalActions;

    /** Both are of the same observations and actions; closes neither. */
    public QComparison(EnvironmentSchema schema, QFunction leading, QFunction other) {
        this.leading = leading;
        this.other = other;
        columns = schema.observations();
        otherValues = new float[other.maxRows() * other.actionCount()];
    }

    @Override
    public int maxRows() {
        return Math.min(leading.maxRows(), other.maxRows());
    }

    @Override
    public int actionCount() {
        return leading.actionCount();
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return leading.input(column);
    }

    @Override
    public void show(int row, int lane, int previousAction, float previousReward) {
        leading.show(row, lane, previousAction, previousReward);
        other.show(row, lane, previousAction, previousReward);
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        for (int column = 0; column < columns.size(); column++) {
            other.input(column).putBytes(0, leading.input(column), 0, rows * columns.get(column).bytes());
        }
        leading.evaluate(rows, qValues);
        other.evaluate(rows, otherValues);
        for (int i = 0; i < rows * actionCount(); i++) {
            double difference = Math.abs((double) qValues[i] - otherValues[i]);
            sumDifference += difference;
            maxDifference = Math.max(maxDifference, difference);
        }
        for (int row = 0; row < rows; row++) {
            equalActions += bestAction(qValues, row) == bestAction(otherValues, row) ? 1 : 0;
        }
        observations += rows;
    }

    /** The action of a row's largest value, legal or not: masks are not shown to a Q-function. */
    private int bestAction(float[] qValues, int row) {
        int first = row * actionCount();
        int best = 0;
        for (int action = 1; action < actionCount(); action++) {
            best = qValues[first + action] > qValues[first + best] ? action : best;
        }
        return best;
    }

    @Override
    public void load(DirectBuffer weights) {
        leading.load(weights);
    }

    public long observations() {
        return observations;
    }

    /** Mean |ΔQ| over observations and actions. */
    public double meanDifference() {
        return sumDifference / (observations * actionCount());
    }

    public double maxDifference() {
        return maxDifference;
    }

    /** Share of the observations for which both value the same action highest, legal or not. */
    public double agreement() {
        return (double) equalActions / observations;
    }

    @Override
    public void close() {
        // Both belong to who gave them.
    }
}
