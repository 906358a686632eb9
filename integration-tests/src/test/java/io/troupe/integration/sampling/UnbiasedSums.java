package io.troupe.integration.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Estimates of sums over all windows from drawn ones: a row that was drawn with probability q stands for 1/(B·q)
 * windows. Each batch's error has mean 0 whatever the masses were, so the mean of the errors over many batches lies
 * within a few of its standard deviations; and these must be small, or the test could not fail.
 */
final class UnbiasedSums {
    private static final double MAX_Z = 4.5;
    private static final double MAX_RELATIVE_ERROR = 0.01;

    private final double[] errors;
    private final double[] squares;
    private final double[] expected;
    private int batches;

    UnbiasedSums(int functions) {
        errors = new double[functions];
        squares = new double[functions];
        expected = new double[functions];
    }

    /** What a batch says the sums are, and what they were when it was drawn. */
    void add(double[] estimates, double[] truth) {
        batches++;
        for (int i = 0; i < errors.length; i++) {
            double error = estimates[i] - truth[i];
            errors[i] += error;
            squares[i] += error * error;
            expected[i] += truth[i];
        }
    }

    /** What does not hold, in words; empty where all does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            double z = errors[i] / Math.sqrt(squares[i]);
            if (Math.abs(z) > MAX_Z) {
                problems.add("sum " + i + " is " + z + " standard deviations off, by " + errors[i] / expected[i]);
            }
            double deviation = Math.sqrt(squares[i]) / expected[i];
            if (deviation > MAX_RELATIVE_ERROR) {
                problems.add("sum " + i + " is known to " + deviation + " only after " + batches + " batches");
            }
        }
        return problems;
    }
}
