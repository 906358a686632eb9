package io.troupe.integration.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares how often each window was drawn with one oracle that holds all masses. Batches are stratified, so counts
 * spread much less than independent draws would, and a chi-square test against the multinomial could hardly fail. What
 * must hold instead:
 *
 * <ol>
 * <li>In every batch of B rows a window with share q of all mass and p of its shard's comes within 2 + p of B·q: it
 *     covers whole strata and at most two in part, and its shard's rows are those that are due, or one beside.
 * <li>Over many batches its count has the mean of q, and exactly the variance that follows from where it lies in the
 *     strata: z-scores.
 * <li>The squares of all z-scores are 1 on average: neither more spread than that, nor less.
 * </ol>
 */
final class StratifiedCounts {
    private static final double MAX_Z = 5;
    private static final double MAX_MEAN_DEVIATION = 0.15;
    /** Below so many expected draws a count is no normal variable. */
    private static final double MIN_EXPECTED = 20;

    private final int batchSize;
    private final double[] share;
    private final double[] shareOfShard;
    private final double[] variance;
    private final long[] drawn;
    private final int[] inBatch;
    private int batches;
    private double worstExcess;

    /** @param masses by shard, in the order of its leaves */
    StratifiedCounts(int batchSize, double[][] masses) {
        this.batchSize = batchSize;
        double total = Arrays.stream(masses).flatMapToDouble(Arrays::stream).sum();
        int windows = Arrays.stream(masses).mapToInt(shard -> shard.length).sum();
        share = new double[windows];
        shareOfShard = new double[windows];
        variance = new double[windows];
        drawn = new long[windows];
        inBatch = new int[windows];
        int window = 0;
        for (double[] shard : masses) {
            double mass = Arrays.stream(shard).sum();
            double before = 0;
            for (double own : shard) {
                share[window] = own / total;
                shareOfShard[window] = own / mass;
                variance[window] = variance(batchSize * mass / total, before / mass, (before + own) / mass);
                before += own;
                window++;
            }
        }
    }

    double share(int window) {
        return share[window];
    }

    /** @param windows the drawn ones, counted over all shards */
    void onBatch(int[] windows) {
        batches++;
        Arrays.fill(inBatch, 0);
        for (int window : windows) {
            drawn[window]++;
            inBatch[window]++;
        }
        for (int window = 0; window < share.length; window++) {
            double deviation = Math.abs(inBatch[window] - batchSize * share[window]);
            worstExcess = Math.max(worstExcess, deviation - 2 - shareOfShard[window]);
        }
    }

    /** What does not hold, in words; empty where all does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (worstExcess > 1e-6) {
            problems.add("in some batch a window was " + worstExcess + " draws further off than strata allow");
        }
        double worst = 0;
        double sum = 0;
        for (int window = 0; window < share.length; window++) {
            double expected = (double) batches * batchSize * share[window];
            double z = (drawn[window] - expected) / Math.sqrt(batches * variance[window]);
            worst = Math.max(worst, expected < MIN_EXPECTED ? 0 : Math.abs(z));
            sum += z * z;
        }
        if (worst > MAX_Z) {
            problems.add("a window's count is " + worst + " standard deviations off");
        }
        if (Math.abs(sum / share.length - 1) > MAX_MEAN_DEVIATION) {
            problems.add("the squared z-scores are " + sum / share.length + " on average");
        }
        return problems;
    }

    /** Of one window's count in a batch, where its shard is due {@code rows}: rounded down, or up by chance. */
    private static double variance(double rows, double from, double to) {
        int fewer = (int) Math.floor(rows);
        double more = rows - fewer;
        return (1 - more) * strata(fewer, from, to) + more * strata(fewer + 1, from, to)
            + more * (1 - more) * (to - from) * (to - from);
    }

    /** Each stratum gives one draw, which is this window's with the part of the stratum that it covers. */
    private static double strata(int rows, double from, double to) {
        double sum = 0;
        for (int stratum = (int) (from * rows); stratum < Math.min(rows, Math.ceil(to * rows)); stratum++) {
            double part = Math.min(to * rows, stratum + 1) - Math.max(from * rows, stratum);
            sum += Math.max(0, part * (1 - part));
        }
        return sum;
    }
}
