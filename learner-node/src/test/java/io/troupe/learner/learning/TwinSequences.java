package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.config.LearningSettings.ValueRescaling;
import io.troupe.common.network.Attention;
import io.troupe.common.network.EngineSetup;
import io.troupe.common.network.NetworkInput;
import io.troupe.common.network.NetworkOutput;
import io.troupe.common.network.ParameterLayout;
import java.util.Arrays;
import java.util.List;

/**
 * The loss of sequences once more, from the equations: in double precision, one row at a time, and each row shown as far
 * as its episode goes and no further, so that there is no filling. The network is the engine's, in float64; what common
 * tests of it is not tested here.
 */
final class TwinSequences implements AutoCloseable {
    private final NDManager manager = EngineSetup.newManager();
    private final Sequences sequences;
    private final LearningSettings settings;
    private final SampledBatch batch;

    TwinSequences(Sequences sequences, LearningSettings settings, SampledBatch batch) {
        this.sequences = sequences;
        this.settings = settings;
        this.batch = batch;
    }

    /** y of each row and learned step. */
    double[][] targets(double[] online, double[] target) {
        double[][] targets = new double[sequences.rows][];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = new double[steps(row)];
            for (int t = 0; t < targets[row].length; t++) {
                int left = batch.validSteps()[row] - t;
                int begin = batch.lookBacks()[row] + t;
                int k = Math.min(Sequences.N, left);
                double sum = 0;
                for (int i = 0; i < k; i++) {
                    sum += Math.pow(Sequences.DISCOUNT, i) * sequences.reward(batch, row, begin + i);
                }
                if (k < left || !Sequences.isTerminated(batch, row)) {
                    double[] values = bootstrap(target, row, begin + k);
                    double[] choice = settings.isDoubleQ() ? bootstrap(online, row, begin + k) : values;
                    sum += Math.pow(Sequences.DISCOUNT, k) * unsquash(values[best(choice, row, begin + k)]);
                }
                targets[row][t] = squash(sum);
            }
        }
        return targets;
    }

    /** δ of each row and learned step, of those where the loss is not counted too. */
    double[][] errors(double[] weights, double[][] targets) {
        double[][] errors = new double[targets.length][];
        try (NDManager call = manager.newSubManager()) {
            NDArray[] parameters = parameters(call, weights);
            for (int row = 0; row < errors.length; row++) {
                int begin = batch.lookBacks()[row];
                double[][] q = q(call, parameters, row, 0, begin + targets[row].length - 1, true);
                errors[row] = new double[targets[row].length];
                for (int t = 0; t < errors[row].length; t++) {
                    errors[row][t] = targets[row][t] - q[begin + t][sequences.action(batch, row, begin + t)];
                }
            }
        }
        return errors;
    }

    /** Of the errors, and of attention that is spread; the targets are constants. */
    double loss(double[] weights, double[][] targets) {
        return loss(errors(weights, targets))
            + (settings.attentionEntropy() == 0 ? 0 : settings.attentionEntropy() * attentionEntropy(weights));
    }

    /** Mean over rows and positions of the weighted spread. */
    private double attentionEntropy(double[] weights) {
        double sum = 0;
        try (NDManager call = manager.newSubManager()) {
            NDArray[] parameters = parameters(call, weights);
            for (int row = 0; row < sequences.rows; row++) {
                int begin = batch.lookBacks()[row];
                List<Attention> parts = forward(call, parameters, row, 0, begin + steps(row) - 1, true).attention().stream()
                    .filter(part -> part.over() == Attention.Over.STEPS).toList();
                for (int t = isAtLast() ? steps(row) - 1 : 0; t < steps(row); t++) {
                    for (Attention part : parts) {
                        sum += batch.importanceWeights()[row] * spread(part, begin + t) / parts.size();
                    }
                }
            }
        }
        return sum / sequences.rows / (isAtLast() ? 1 : Sequences.LENGTH);
    }

    /** The weight on the present step, and the entropy of the others as a share of that of even attention. */
    private static double spread(Attention part, int position) {
        int heads = (int) part.weights().getShape().get(1);
        double sum = 0;
        for (int head = 0; head < heads && position > 0; head++) {
            double[] looked = part.weights().get(0, head, position).toDoubleArray();
            sum += looked[position];
            for (int step = 0; step < position; step++) {
                sum -= looked[step] == 0 ? 0 : looked[step] * Math.log(looked[step]) / Math.log(position + 1);
            }
        }
        return sum / heads;
    }

    /** Mean over rows and positions of the weighted Huber loss with κ = 1. */
    private double loss(double[][] errors) {
        double sum = 0;
        for (int row = 0; row < errors.length; row++) {
            for (int t = first(errors[row]); t < errors[row].length; t++) {
                double error = Math.abs(errors[row][t]);
                sum += batch.importanceWeights()[row] * (error < 1 ? error * error / 2 : error - 0.5);
            }
        }
        return sum / errors.length / (isAtLast() ? 1 : Sequences.LENGTH);
    }

    double priority(double[] errors) {
        double[] counted = Arrays.stream(errors, first(errors), errors.length).map(Math::abs).toArray();
        return Sequences.ETA * Arrays.stream(counted).max().orElseThrow()
            + (1 - Sequences.ETA) * Arrays.stream(counted).average().orElseThrow();
    }

    /** Q at the record to bootstrap from, with as much before it as the network may look at there. */
    private double[] bootstrap(double[] weights, int row, int record) {
        // An episode that was cut before that context begins is valued by its last observation alone.
        int first = Math.min(record, sequences.shift());
        try (NDManager call = manager.newSubManager()) {
            double[][] q = q(call, parameters(call, weights), row, first, record, first == 0);
            return q[q.length - 1];
        }
    }

    private double[][] q(NDManager call, NDArray[] parameters, int row, int first, int last, boolean isBegin) {
        double[] flat = forward(call, parameters, row, first, last, isBegin).qValues().toDoubleArray();
        double[][] q = new double[last - first + 1][];
        for (int i = 0; i < q.length; i++) {
            q[i] = Arrays.copyOfRange(flat, i * Sequences.ACTIONS, (i + 1) * Sequences.ACTIONS);
        }
        return q;
    }

    private NetworkOutput forward(NDManager call, NDArray[] parameters, int row, int first, int last, boolean isBegin) {
        int positions = last - first + 1;
        double[] observations = new double[positions * Sequences.STATE];
        for (int i = 0; i < observations.length; i++) {
            observations[i] =
                sequences.observation(batch, row, first + i / Sequences.STATE, i % Sequences.STATE);
        }
        double[] state = sequences.state(batch, row);
        if (state.length > 0 && !isBegin) {
            throw new IllegalStateException("the state is of the begin");
        }
        return sequences.network.forward(new NetworkInput(
            new NDList(call.create(observations, new Shape(positions, Sequences.STATE))),
            state.length == 0 ? null : call.create(state, new Shape(1, state.length)), 1, positions), parameters);
    }

    private NDArray[] parameters(NDManager call, double[] weights) {
        List<ParameterLayout.Parameter> parameters = sequences.network.parameters().parameters();
        return parameters.stream().map(parameter -> call.create(
            Arrays.copyOfRange(weights, parameter.offset(), parameter.offset() + parameter.size()),
            new Shape(parameter.shape().stream().mapToLong(Integer::longValue).toArray()))).toArray(NDArray[]::new);
    }

    private int steps(int row) {
        return Math.min(Sequences.LENGTH, batch.validSteps()[row]);
    }

    private boolean isAtLast() {
        return settings.sequence().lossAt() == LossAt.LAST_STEP;
    }

    private int first(double[] errors) {
        return isAtLast() ? errors.length - 1 : 0;
    }

    private double squash(double x) {
        return settings.valueRescaling() == ValueRescaling.NONE ? x
            : Math.signum(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + 0.001 * x;
    }

    /** The inverse by bisection. */
    private double unsquash(double y) {
        double low = -1e6;
        double high = 1e6;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (squash(middle) < y) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The legal action of the largest value. */
    private int best(double[] values, int row, int record) {
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            best = sequences.isLegal(batch, row, record, i) && (best < 0 || values[i] > values[best]) ? i : best;
        }
        return best;
    }

    @Override
    public void close() {
        manager.close();
    }
}
