package io.troupe.replay.priority;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A sum tree over 64-bit integers, for proportional prioritization (Schaul et al. 2016, appendix B.2.1). The masses of
 * the leaves lie in an array in groups of eight, the sums of these groups in another, again in groups of eight; above
 * is a binary tree, of which node k is the sum of nodes 2k and 2k + 1, the root is node 1 and the i-th group of groups
 * is node {@code tops + i}.
 *
 * <p>Integers make it exact: the root is the sum of the leaves whatever the order of the updates, a draw never falls
 * off the end and never hits a leaf of mass 0. No leaf is above 2^62 / leaves, so that no sum overflows.
 *
 * <p>What makes it fast: a batch of draws goes down level by level, all of its rows at once and without a branch, so
 * the waits of different rows for memory overlap; a group is searched in one or two cache lines, where three levels
 * of a binary tree are a line each; a batch of updates adds its differences low down only and rebuilds the top 1,023
 * nodes once; a range of neighbouring leaves recomputes each parent once. For one thread.
 */
public final class PriorityTree {
    private static final int GROUP = 8;
    private static final int GROUP_SHIFT = 3;
    private static final int TOP = 1023;
    /** From so many updates on it is cheaper to rebuild the top than to add up to the root. */
    private static final int REBUILD_TOP_FROM = 64;

    private final long[] masses;
    private final long[] groups;
    private final int tops;
    private final long[] nodes;
    private long[] rests = new long[0];

    /** @param capacity leaves that are needed, at most 2^29; the tree has the next power of two, at least 64 */
    public PriorityTree(int capacity) {
        if (capacity < 1 || capacity > 1 << 29) {
            throw new IllegalArgumentException("a priority tree has 1 to 2^29 leaves, got " + capacity);
        }
        int leaves = Math.max(GROUP * GROUP, Integer.highestOneBit(2 * capacity - 1));
        masses = new long[leaves];
        groups = new long[leaves / GROUP];
        tops = leaves / (GROUP * GROUP);
        nodes = new long[2 * tops];
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
        groups[leaf >> GROUP_SHIFT] += difference;
        for (int node = tops + (leaf >> 2 * GROUP_SHIFT); node > 0; node >>= 1) {
            nodes[node] += difference;
        }
    }

    /** Sets the first {@code count} of these leaves to these masses; of a leaf that comes twice the last counts. */
    public void update(int[] changedLeaves, long[] newMasses, int count) {
        final long[] nodes = this.nodes;
        final long[] groups = this.groups;
        final long[] masses = this.masses;
        final int top = count < REBUILD_TOP_FROM ? 0 : Math.min(TOP, tops - 1);
        for (int i = 0; i < count; i++) {
            int leaf = changedLeaves[i];
            long difference = newMasses[i] - masses[leaf];
            masses[leaf] = newMasses[i];
            groups[leaf >> GROUP_SHIFT] += difference;
            for (int node = tops + (leaf >> 2 * GROUP_SHIFT); node > top; node >>= 1) {
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
        sumGroups(masses, groups, 0, from, to);
        from >>= GROUP_SHIFT;
        to >>= GROUP_SHIFT;
        sumGroups(groups, nodes, tops, from, to);
        for (from = tops + from >> 1, to = tops + to >> 1; from > 0; from >>= 1, to >>= 1) {
            sumChildren(from, to);
        }
    }

    public void rebuildAll() {
        rebuild(0, masses.length - 1);
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
        for (int level = 1; level < tops; level <<= 1) {
            descend(nodes, rests, drawnLeaves, count);
        }
        for (int i = 0; i < count; i++) {
            drawnLeaves[i] -= tops;
        }
        descendGroup(groups, rests, drawnLeaves, count);
        descendGroup(masses, rests, drawnLeaves, count);
    }

    /** Throws where a node is not the sum of its children, or a leaf is negative or too large. */
    public void checkValid() {
        for (int node = 1; node < 2 * tops; node++) {
            checkSum("node", node, nodes[node],
                node < tops ? nodes[2 * node] + nodes[2 * node + 1] : groupSum(groups, node - tops));
        }
        for (int group = 0; group < groups.length; group++) {
            checkSum("group", group, groups[group], groupSum(masses, group));
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

    /** Three levels down, all rows: to the one of eight neighbours that a row's position falls into. */
    private static void descendGroup(long[] sums, long[] rests, int[] drawn, int count) {
        for (int i = 0; i < count; i++) {
            int at = drawn[i] << GROUP_SHIFT;
            long rest = rests[i];
            long left = sums[at] + sums[at + 1] + sums[at + 2] + sums[at + 3];
            long goRight = ~((rest - left) >> 63);
            rest -= left & goRight;
            at += (int) goRight & 4;
            left = sums[at] + sums[at + 1];
            goRight = ~((rest - left) >> 63);
            rest -= left & goRight;
            at += (int) goRight & 2;
            left = sums[at];
            goRight = ~((rest - left) >> 63);
            rests[i] = rest - (left & goRight);
            drawn[i] = at - (int) goRight;
        }
    }

    private static void checkSum(String what, int index, long sum, long expected) {
        if (sum != expected) {
            throw new IllegalStateException(
                what + " " + index + " of the priority tree is " + sum + ", its children sum to " + expected);
        }
    }

    private static long groupSum(long[] parts, int group) {
        long sum = 0;
        for (int at = group << GROUP_SHIFT, end = at + GROUP; at < end; at++) {
            sum += parts[at];
        }
        return sum;
    }

    private static void sumGroups(long[] parts, long[] sums, int firstSum, int first, int last) {
        for (int group = first; group <= last; group++) {
            sums[firstSum + group] = groupSum(parts, group);
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
