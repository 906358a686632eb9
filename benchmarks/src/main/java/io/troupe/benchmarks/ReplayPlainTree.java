package io.troupe.benchmarks;

import java.util.SplittableRandom;

/**
 * What a priority tree costs at least: the product's algorithm on plain arrays, for batches of one size, a number of
 * leaves that is a power of two, and correct arguments only.
 */
final class ReplayPlainTree {
    private static final int TOP = 1023;

    private final int groups;
    private final long[] nodes;
    private final long[] masses;
    private final long[] rests = new long[ReplayLoad.BATCH_ROWS];

    ReplayPlainTree(long[] masses) {
        this.masses = masses;
        groups = masses.length / 8;
        nodes = new long[2 * groups];
        for (int leaf = 0; leaf < masses.length; leaf++) {
            nodes[groups + leaf / 8] += masses[leaf];
        }
        sum(groups - 1);
    }

    void update(int[] leaves, long[] newMasses) {
        for (int i = 0; i < leaves.length; i++) {
            long difference = newMasses[i] - masses[leaves[i]];
            masses[leaves[i]] = newMasses[i];
            for (int node = groups + (leaves[i] >> 3); node > TOP; node >>= 1) {
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
        for (int level = 1; level < groups; level <<= 1) {
            for (int i = 0; i < count; i++) {
                int left = drawn[i] << 1;
                long goRight = ~(rests[i] - nodes[left] >> 63);
                rests[i] -= nodes[left] & goRight;
                drawn[i] = left - (int) goRight;
            }
        }
        for (int i = 0; i < count; i++) {
            int leaf = drawn[i] - groups << 3;
            long rest = rests[i];
            for (int half = 4; half > 0; half >>= 1) {
                long left = 0;
                for (int k = 0; k < half; k++) {
                    left += masses[leaf + k];
                }
                long goRight = ~(rest - left >> 63);
                rest -= left & goRight;
                leaf += (int) goRight & half;
            }
            drawn[i] = leaf;
        }
    }

    private void sum(int last) {
        for (int node = last; node > 0; node--) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }
}
