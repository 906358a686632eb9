package io.troupe.common.exploration;

/**
 * The exploration rates of all lanes of a run: ε_i = ε^(1 + α·i/(N−1)), i = 0 … N − 1 (Horgan et al. 2018).
 * A ladder of size 1 is ε alone.
 *
 * @param epsilon the largest rate, in (0, 1]
 * @param alpha   at least 0; the smallest rate is ε^(1 + α)
 * @param size    N, at least 1
 */
public record ExplorationLadder(double epsilon, double alpha, int size) {
    public ExplorationLadder {
        if (!(epsilon > 0 && epsilon <= 1)) {
            throw new IllegalArgumentException(
                "exploration epsilon is " + epsilon + "; expected more than 0 and at most 1");
        }
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("exploration alpha is " + alpha + "; expected at least 0");
        }
        if (size < 1) {
            throw new IllegalArgumentException("the exploration ladder has size " + size + "; expected at least 1");
        }
    }

    /** ε of the lane at this place of the ladder. */
    public double epsilon(int ordinal) {
        if (ordinal < 0 || ordinal >= size) {
            throw new IllegalArgumentException("exploration ordinal " + ordinal + " is outside 0…" + (size - 1));
        }
        return size == 1 ? epsilon : Math.pow(epsilon, 1 + alpha * ordinal / (size - 1));
    }
}
