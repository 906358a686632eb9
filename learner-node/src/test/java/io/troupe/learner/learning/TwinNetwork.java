package io.troupe.learner.learning;

import io.troupe.common.network.ParameterLayout;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;

/** The network of {@link Windows} and its loss once more, in plain Java and double precision, from the equations. */
final class TwinNetwork {
    private static final double DISCOUNT = 0.9;

    private TwinNetwork() {
    }

    static double[] q(double[] weights, double[] state) {
        double[] h = relu(linear(weights, "encoder.0", state));
        h = relu(linear(weights, "encoder.2", h));
        double value = linear(weights, "head.value.0", h)[0];
        double[] q = linear(weights, "head.advantage.0", h);
        double mean = 0;
        for (double advantage : q) {
            mean += advantage / q.length;
        }
        for (int i = 0; i < q.length; i++) {
            q[i] += value - mean;
        }
        return q;
    }

    /** Whether an action is legal in the state after a row's transition. */
    @FunctionalInterface
    interface Legality {
        boolean isLegal(int row, int action);
    }

    /** y of each row. */
    static double[] targets(SampledBatch batch, double[] online, double[] target, boolean isDoubleQ) {
        return targets(batch, online, target, isDoubleQ, (row, action) -> true);
    }

    static double[] targets(SampledBatch batch, double[] online, double[] target, boolean isDoubleQ, Legality legality) {
        double[] targets = new double[Windows.ROWS];
        for (int row = 0; row < targets.length; row++) {
            int steps = batch.validSteps()[row];
            for (int i = 0; i < steps; i++) {
                targets[row] += Math.pow(DISCOUNT, i)
                    * Windows.getFloat(batch, StepField.REWARD, row * Windows.N + i);
            }
            if ((batch.ends()[row] & BatchMessage.END_TERMINATED) == 0) {
                double[] next = state(batch, row, Anchor.END);
                double[] values = q(target, next);
                int best = best(isDoubleQ ? q(online, next) : values, row, legality);
                targets[row] += Math.pow(DISCOUNT, steps) * values[best];
            }
        }
        return targets;
    }

    /** Mean over the batch of the weighted Huber loss with κ = 1; the targets are constants. */
    static double loss(SampledBatch batch, double[] weights, double[] targets) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            double error = Math.abs(targets[row] - q(weights, state(batch, row, Anchor.START))[action(batch, row)]);
            sum += batch.importanceWeights()[row] * (error < 1 ? error * error / 2 : error - 0.5);
        }
        return sum / targets.length;
    }

    static int action(SampledBatch batch, int row) {
        return batch.column(Windows.WINDOW.columnOf(StepField.ACTION)).getInt(4 * row);
    }

    static double[] state(SampledBatch batch, int row, Anchor anchor) {
        double[] state = new double[Windows.STATE];
        for (int i = 0; i < state.length; i++) {
            state[i] = batch.column(Windows.WINDOW.columnOf(StepField.observation(0), anchor))
                .getFloat(4 * (row * Windows.STATE + i), ByteOrder.LITTLE_ENDIAN);
        }
        return state;
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static int best(double[] values, int row, Legality legality) {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            best = legality.isLegal(row, i) && (best < 0 || values[i] > values[best]) ? i : best;
        }
        return best;
    }

    private static double[] linear(double[] weights, String name, double[] x) {
        ParameterLayout.Parameter weight = parameter(name + ".weight");
        ParameterLayout.Parameter bias = parameter(name + ".bias");
        double[] y = new double[bias.size()];
        for (int row = 0; row < y.length; row++) {
            y[row] = weights[bias.offset() + row];
            for (int i = 0; i < x.length; i++) {
                y[row] += weights[weight.offset() + row * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static double[] relu(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
        return x;
    }

    private static ParameterLayout.Parameter parameter(String name) {
        return Windows.NETWORK.parameters().parameters().stream()
            .filter(parameter -> parameter.name().equals(name)).findFirst().orElseThrow();
    }
}
