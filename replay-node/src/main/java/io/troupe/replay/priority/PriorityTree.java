package io.troupe.replay.priority;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A sum tree over 64-bit integers, for proportional prioritization (Schaul et al. 2016, appendix B.2.1). The masses of
 * the leaves lie in an array, in groups of eight; above the groups is a binary tree, of which node k is the sum of nodes
 * 2k and 2k + 1, the root is node 1 and group i is node {@code groups + i}.
 *
 * <p>Integers make it exact: the root is the sum of the leaves whatever the order of the updates, a draw never falls
 * off the end and never hits a leaf of mass 0. No leaf is above 2^62 / leaves, so that no sum overflows.
 *
 * <p>What makes it fast: a batch of draws goes down level by level, all of its rows at once and without a branch, so
 * the waits of different rows for memory overlap; a group of leaves is searched in one or two cache lines, where three
 * levels more of a binary tree would each be another line; a batch of updates adds its differences low down only
 * and rebuilds the top 1,023 nodes once; a range of neighbouring leaves recomputes each parent once. For one thread.
 */
public final class PriorityTree {
    private static final int GROUP = 8;
    private static final int GROUP_SHIFT = 3;
    private static final int TOP = 1023;
    /** From so many updates on it is cheaper to rebuild the top than to add up to the root. */
    private static final int REBUILD_TOP_FROM = 64;

    private final int groups;
    private final long[] nodes;
    private final long[] masses;
    private long[] rests = new long[0];

    /** @param capacity leaves that are needed, at most 2^29; the tree has the next power of two, at least 8 */
    public PriorityTree(int capacity) {
        if (capacity < 1 || capacity > 1 << 29) {
            throw new IllegalArgumentException("a priority tree has 1 to 2^29 leaves, got " + capacity);
        }
        int leaves = Math.max(GROUP, Integer.highestOneBit(2 * capacity - 1));
        groups = leaves / GROUP;
        nodes = new long[2 * groups];
        masses = new long[leaves];
    }

    /** The mass of all leaves. */
    public long total() {
        return nodes[1];
    }

    public long mass(int leaf) {
        return masses[leaf];
    }

    /** The largest mass that a leaf may have. */
    public long maxMass() {
        return (1L << 62) / masses.length;
    }

    /** Sets one leaf. */
    public void set(int leaf, long mass) {
        long difference = mass - masses[leaf];
        masses[leaf] = mass;
        for (int node = groups + (leaf >> GROUP_SHIFT); node > 0; node >>= 1) {
            nodes[node] += difference;
        }
    }

    /** Sets the first {@code count} of these leaves to these masses; of a leaf that comes twice the last counts. */
    public void update(int[] changedLeaves, long[] newMasses, int count) {
        final long[] nodes = this.nodes;
        final long[] masses = this.masses;
        final int top = count < REBUILD_TOP_FROM ? 0 : Math.min(TOP, groups - 1);
        for (int i = 0; i < count; i++) {
            int leaf = changedLeaves[i];
            long difference = newMasses[i] - masses[leaf];
            masses[leaf] = newMasses[i];
            for (int node = groups + (leaf >> GROUP_SHIFT); node > top; node >>= 1) {
                nodes[node] += difference;
            }
        }
        sumChildren(1, top);
    }

    /** Sets one leaf without its parents: {@link #rebuild} or {@link #rebuildAll} must follow before anything else. */
    public void put(int leaf, long mass) {
        masses[leaf] = mass;
    }

    /** Recomputes the parents of the leaves {@code first} … {@code last}, each once. */
    public void rebuild(int first, int last) {
        int from = first >> GROUP_SHIFT;
        int to = last >> GROUP_SHIFT;
        sumGroups(from, to);
        for (from = (groups + from) >> 1, to = (groups + to) >> 1; from > 0; from >>= 1, to >>= 1) {
            sumChildren(from, to);
        }
    }

    public void rebuildAll() {
        sumGroups(0, groups - 1);
        sumChildren(1, groups - 1);
    }

    /**
     * Draws leaves in proportion to their masses, stratified: the total is cut into {@code strata} equal parts, and one
     * leaf is drawn in each of the parts {@code firstStratum} … {@code firstStratum + count − 1}. The total must not
     * be 0.
     */
    public void draw(int firstStratum, int count, int strata, RandomGenerator random, int[] drawnLeaves) {
        final long total = nodes[1];
        if (total == 0) {
            throw new IllegalStateException("nothing can be drawn from a tree without mass");
        }
        if (rests.length < count) {
            rests = new long[count];
        }
        // Positions as 64-bit fractions of the total, so nothing is rounded off a stratum but 2^-55 of the last one.
        final long width = strata == 1 ? -1 : Long.divideUnsigned(-1, strata);
        for (int i = 0; i < count; i++) {
            long fraction = (firstStratum + i) * width + unsignedMultiplyHigh(random.nextLong(), width);
            rests[i] = unsignedMultiplyHigh(fraction, total);
        }
        Arrays.fill(drawnLeaves, 0, count, 1);
        for (int level = 1; level < groups; level <<= 1) {
            descend(nodes, rests, drawnLeaves, count);
        }
        for (int i = 0; i < count; i++) {
            drawnLeaves[i] = findInGroup((drawnLeaves[i] - groups) << GROUP_SHIFT, rests[i]);
        }
    }

    /** Throws where a node is not the sum of its children, or a leaf is negative or too large. */
    public void checkValid() {
        for (int node = 1; node < 2 * groups; node++) {
            long sum = node < groups ? nodes[2 * node] + nodes[2 * node + 1] : groupMass(node - groups);
            if (nodes[node] != sum) {
                throw new IllegalStateException(
                    "node " + node + " of the priority tree is " + nodes[node] + ", its children sum to " + sum);
            }
        }
        for (int leaf = 0; leaf < masses.length; leaf++) {
            if (mass(leaf) < 0 || mass(leaf) > maxMass()) {
                throw new IllegalStateException(
                    "leaf " + leaf + " of the priority tree is " + mass(leaf) + ", outside 0…" + maxMass());
            }
        }
    }

    /** One level down, all rows. */
    private static void descend(long[] nodes, long[] rests, int[] drawn, int count) {
        for (int i = 0; i < count; i++) {
            int left = drawn[i] << 1;
            long rest = rests[i];
            long mass = nodes[left];
            long goRight = ~((rest - mass) >> 63);
            rests[i] = rest - (mass & goRight);
            drawn[i] = left - (int) goRight;
        }
    }

    /** The leaf of a group that a position in the group's mass falls into. */
    private int findInGroup(int first, long position) {
        final long[] masses = this.masses;
        int leaf = first;
        long rest = position;
        long half = masses[leaf] + masses[leaf + 1] + masses[leaf + 2] + masses[leaf + 3];
        long goRight = ~((rest - half) >> 63);
        rest -= half & goRight;
        leaf += (int) goRight & 4;
        long quarter = masses[leaf] + masses[leaf + 1];
        goRight = ~((rest - quarter) >> 63);
        rest -= quarter & goRight;
        leaf += (int) goRight & 2;
        return leaf - (int) ~((rest - masses[leaf]) >> 63);
    }

    private long groupMass(int group) {
        long sum = 0;
        for (int leaf = group << GROUP_SHIFT, end = leaf + GROUP; leaf < end; leaf++) {
            sum += masses[leaf];
        }
        return sum;
    }

    private void sumGroups(int first, int last) {
        for (int group = first; group <= last; group++) {
            nodes[groups + group] = groupMass(group);
        }
    }

    private void sumChildren(int first, int last) {
        final long[] nodes = this.nodes;
        for (int node = last; node >= first; node--) {
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
        }
    }

    /** The upper 64 bits of the product of two unsigned numbers (Math.unsignedMultiplyHigh comes with Java 18). */
    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
