package io.troupe.common.network;

import java.util.List;

/**
 * What one part of a network looked at to value one observation: for each head a distribution over what it could look
 * at. Plain numbers that never change.
 */
public final class AttentionReading {
    private final String part;
    private final Attention.Over over;
    private final int heads;
    private final float[] weights;

    /**
     * @param part    its name, as in the names of its parameters
     * @param over    what the weights of a head count; of {@code STEPS} the last one is the observation that is
     *                valued, the one before it is the step before
     * @param weights of all heads one after the other, each as long as the others
     */
    public AttentionReading(String part, Attention.Over over, int heads, float[] weights) {
        if (heads < 1 || weights.length == 0 || weights.length % heads != 0) {
            throw new IllegalArgumentException(part + ": got " + weights.length + " weights of " + heads
                + " heads, expected equally many of each of at least 1");
        }
        this.part = part;
        this.over = over;
        this.heads = heads;
        this.weights = weights.clone();
    }

    public String part() {
        return part;
    }

    public Attention.Over over() {
        return over;
    }

    public int heads() {
        return heads;
    }

    /** How many things a head could look at. */
    public int attended() {
        return weights.length / heads;
    }

    public float weight(int head, int index) {
        return weights[head * attended() + index];
    }

    /** What the head looked at most; the first of equals. */
    public int top(int head) {
        int best = 0;
        for (int i = 1; i < attended(); i++) {
            if (weight(head, i) > weight(head, best)) {
                best = i;
            }
        }
        return best;
    }

    /** −Σ a log₂ a: 0 where the head looks at one thing, log₂ n where it looks at n things alike. */
    public double entropyBits(int head) {
        double sum = 0;
        for (int i = 0; i < attended(); i++) {
            double weight = weight(head, i);
            sum -= weight > 0 ? weight * Math.log(weight) : 0;
        }
        return sum / Math.log(2);
    }

    /** How much each thing was looked at in the mean of the heads. */
    public double[] meanOfHeads() {
        double[] mean = new double[attended()];
        for (int i = 0; i < weights.length; i++) {
            mean[i % mean.length] += weights[i] / (double) heads;
        }
        return mean;
    }

    /**
     * How much each remembered step was looked at: the mean over the parts that look at steps of the mean over each
     * one's heads. The last is the present observation. Empty where no part looks at steps. The largest of it is a
     * decision's <em>top attended step</em>.
     */
    public static double[] meanOverSteps(List<AttentionReading> parts) {
        List<AttentionReading> overSteps = parts.stream().filter(part -> part.over == Attention.Over.STEPS).toList();
        double[] mean = new double[overSteps.stream().mapToInt(AttentionReading::attended).max().orElse(0)];
        for (AttentionReading part : overSteps) {
            double[] own = part.meanOfHeads();
            for (int i = 0; i < own.length; i++) {
                mean[mean.length - own.length + i] += own[i] / overSteps.size();
            }
        }
        return mean;
    }

    /** The index of the largest; the first of equals. */
    public static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
