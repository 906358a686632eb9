package io.troupe.common.network;

import java.util.Arrays;

/**
 * At which positions a slow level takes its steps: at those where the steps of the episode before it, which the row's
 * phase counts modulo the period, are a multiple of the period. Rows differ by one step at most.
 */
final class SlowSteps {
    private final int[] firsts;
    private final int positions;
    private final int period;

    /** @param phases of each row at position 0, 0 … period − 1 */
    SlowSteps(int[] phases, int positions, int period) {
        firsts = Arrays.stream(phases).map(phase -> Math.floorMod(-phase, period)).toArray();
        this.positions = positions;
        this.period = period;
    }

    /** Steps that every row takes. */
    int common() {
        return Arrays.stream(firsts).map(first -> upTo(first, positions - 1)).min().orElse(0);
    }

    /** Whether the row takes one step more than {@link #common}, for each row. */
    boolean[] isMore() {
        int common = common();
        boolean[] isMore = new boolean[firsts.length];
        for (int row = 0; row < isMore.length; row++) {
            isMore[row] = upTo(firsts[row], positions - 1) > common;
        }
        return isMore;
    }

    /** Where steps {@code from} … {@code to − 1} of each row are taken, counted over all rows; its last place else. */
    long[] places(int from, int to) {
        long[] places = new long[firsts.length * (to - from)];
        for (int i = 0; i < places.length; i++) {
            int row = i / (to - from);
            int position = firsts[row] + (from + i % (to - from)) * period;
            places[i] = (long) row * positions + Math.min(position, positions - 1);
        }
        return places;
    }

    /** For each row and position the last step up to there, counted over rows of {@code 1 + steps}; 0 is before. */
    long[] last(int steps) {
        long[] last = new long[firsts.length * positions];
        for (int i = 0; i < last.length; i++) {
            int row = i / positions;
            last[i] = (long) row * (1 + steps) + upTo(firsts[row], i % positions);
        }
        return last;
    }

    /** Phases of each row after the last position. */
    float[] phasesAfter() {
        float[] phases = new float[firsts.length];
        for (int row = 0; row < phases.length; row++) {
            phases[row] = Math.floorMod(positions - firsts[row], period);
        }
        return phases;
    }

    private int upTo(int first, int position) {
        return position < first ? 0 : (position - first) / period + 1;
    }
}
