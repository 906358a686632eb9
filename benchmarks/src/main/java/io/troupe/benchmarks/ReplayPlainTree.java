package io.troupe.benchmarks;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * What a priority tree costs at least: the product's algorithm on plain arrays, for batches of one size, a number of
 * leaves that is a power of two, and correct arguments only.
 */
final class ReplayPlainTree {
    private static final int TOP = 1023;

    private final int tops;
    private final long[] nodes;
    private final long[] groups;
    private final long[] masses;
    private final long[] rests = new long[ReplayLoad.BATCH_ROWS];
    private long touched;

    ReplayPlainTree(long[] masses) {
        this.masses = masses;
        groups = new long[masses.length / 8];
        tops = groups.length / 8;
        nodes = new long[2 * tops];
        for (int leaf = 0; leaf < masses.length; leaf++) {
            groups[leaf / 8] += masses[leaf];
            nodes[tops + leaf / 64] += masses[leaf];
        }
        sum(tops - 1);
    }

    void update(int[] leaves, long[] newMasses) {
        int top = Math.min(TOP, tops - 1);
        for (int i = 0; i < leaves.length; i++) {
            long difference = newMasses[i] - masses[leaves[i]];
            masses[leaves[i]] = newMasses[i];
            groups[leaves[i] >> 3] += difference;
            for (int node = tops + (leaves[i] >> 6); node > top; node >>= 1) {
                nodes[node] += difference;
            }
        }
        sum(top);
    }

    /** Sets neighbouring leaves, and computes each of their parents once. */
    void put(int first, long[] newMasses, int count) {
        System.arraycopy(newMasses, 0, masses, first, count);
        int last = first + count - 1;
        sumGroups(masses, groups, 0, first >> 3, last >> 3);
        sumGroups(groups, nodes, tops, first >> 6, last >> 6);
        for (int from = tops + (first >> 6) >> 1, to = tops + (last >> 6) >> 1; from > 0; from >>= 1, to >>= 1) {
            for (int node = to; node >= from; node--) {
                nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
            }
        }
    }

    double probability(int leaf) {
        return masses[leaf] / (double) nodes[1];
    }

    /** The root without the sum of the leaves. */
    long error() {
        return nodes[1] - LongStream.of(masses).sum();
    }

    void draw(SplittableRandom random, int[] drawn) {
        int count = drawn.length;
        for (int i = 0; i < count; i++) {
            // A 64-bit fraction of the total in the i-th of 512 strata.
            long fraction = (long) i << 55 | random.nextLong() >>> 9;
            rests[i] = Math.multiplyHigh(fraction, nodes[1]) + (fraction >> 63 & nodes[1]);
            drawn[i] = 1;
        }
        for (int level = 1; level < tops; level <<= 1) {
            for (int i = 0; i < count; i++) {
                int left = drawn[i] << 1;
                long goRight = ~(rests[i] - nodes[left] >> 63);
                rests[i] -= nodes[left] & goRight;
                drawn[i] = left - (int) goRight;
            }
        }
        for (int i = 0; i < count; i++) {
            drawn[i] -= tops;
        }
        touched = touchGroup(groups, drawn);
        drawInGroup(groups, drawn);
        touched += touchGroup(masses, drawn);
        drawInGroup(masses, drawn);
    }

    private static long touchGroup(long[] sums, int[] drawn) {
        long sum = 0;
        for (int group : drawn) {
            sum += sums[group << 3] + sums[(group << 3) + 7];
        }
        return sum;
    }

    private void drawInGroup(long[] sums, int[] drawn) {
        for (int i = 0; i < drawn.length; i++) {
            int at = drawn[i] << 3;
            long rest = rests[i];
            long left = sums[at] + sums[at + 1] + sums[at + 2] + sums[at + 3];
            long goRight = ~(rest - left >> 63);
            rest -= left & goRight;
            at += (int) goRight & 4;
            left = sums[at] + sums[at + 1];
            goRight = ~(rest - left >> 63);
            rest -= left & goRight;
            at += (int) goRight & 2;
            goRight = ~(rest - sums[at] >> 63);
            rests[i] = rest - (sums[at] & goRight);
            drawn[i] = at - (int) goRight;
        }
    }

    private static void sumGroups(long[] parts, long[] sums, int firstSum, int first, int last) {
        for (int group = first; group <= last; group++) {
            int at = group << 3;
            sums[firstSum + group] = parts[at] + parts[at + 1] + parts[at + 2] + parts[at + 3] + parts[at + 4]
                + parts[at + 5] + parts[at + 6] + parts[at + 7];
        }
    }

    private void sum(int last) {
        for (int node = last; node > 0; node--) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }
}
