package io.troupe.learner.sampling;

/**
 * Randomised systematic rounding: splits a whole number of rows over shards so that shard k gets ⌊e_k⌋ or ⌈e_k⌉ rows, e_k
 * = rows · mass_k / Σ mass exactly in expectation, and all rows are given out. One random number decides: shard k gets as
 * many rows as there are whole numbers in its stretch of the line shifted by it.
 */
final class SystematicRounding {
    private SystematicRounding() {
    }

    /**
     * @param masses none negative, at least one positive; a shard with 0 gets no row
     * @param shift  uniform in [0, 1)
     * @param counts out: rows of each shard
     */
    static void split(int rows, double[] masses, int shards, double shift, int[] counts) {
        double total = 0;
        int last = -1;
        for (int i = 0; i < shards; i++) {
            total += masses[i];
            last = masses[i] > 0 ? i : last;
        }
        double sum = 0;
        int given = 0;
        for (int i = 0; i < shards; i++) {
            sum += masses[i];
            // At the last one, rounding errors must neither lose a row nor make one up.
            int upTo = i >= last ? rows : Math.min(rows, (int) Math.floor(rows * (sum / total) + shift));
            counts[i] = masses[i] > 0 ? upTo - given : 0;
            given += counts[i];
        }
    }
}
