package io.troupe.benchmarks;

import java.util.SplittableRandom;

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
        for (int i = 0; i < leaves.length; i++) {
            long difference = newMasses[i] - masses[leaves[i]];
            masses[leaves[i]] = newMasses[i];
            groups[leaves[i] >> 3] += difference;
            for (int node = tops + (leaves[i] >> 6); node > TOP; node >>= 1) {
                nodes[node] += difference;
            }
        }
        sum(TOP);
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
        drawInGroup(groups, drawn);
        drawInGroup(masses, drawn);
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

    private void sum(int last) {
        for (int node = last; node > 0; node--) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }
}
