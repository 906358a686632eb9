package io.troupe.common.environment;

import java.util.List;

/**
 * An {@link Environment} whose whole state, its step count apart, is some numbers: it can be put into any state and
 * tells where it is, in double precision, so that it can be compared with another implementation step by step.
 */
public interface NumericState {
    /** What the numbers are, in their order, as in {@code [position, velocity]}. */
    List<String> stateNames();

    /** The present state, as many numbers as {@link #stateNames()}. */
    double[] state();

    /**
     * Begins an episode in this state, in the place of a reset; the step count is 0.
     *
     * @throws IllegalArgumentException where these are not as many numbers as {@link #stateNames()}, or one is not finite
     */
    void begin(double[] state);

    /** What {@link #begin} has to check. */
    static void check(double[] state, List<String> names) {
        if (state.length != names.size()) {
            throw new IllegalArgumentException("a state has " + state.length + " numbers; expected " + names.size()
                + ": " + String.join(", ", names));
        }
        for (int i = 0; i < state.length; i++) {
            if (!Double.isFinite(state[i])) {
                throw new IllegalArgumentException(names.get(i) + " is " + state[i] + "; expected a finite number");
            }
        }
    }
}
