package io.troupe.benchmarks;

import io.troupe.replay.priority.PriorityTree;
import java.util.SplittableRandom;

/** The priority tree of 2^20 leaves beside {@link ReplayPlainTree}: the same draws and updates, timed and checked. */
final class ReplayTree {
    private static final int LEAVES = 1 << 20;
    private static final int ROWS = ReplayLoad.BATCH_ROWS;
    /** Batches of random leaves for the updates, so that they are not those of the last turn. */
    private static final int TURNS = 256;

    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityTree tree = new PriorityTree(LEAVES);
    private final ReplayPlainTree plain;
    private final int[][] leaves = new int[TURNS][];
    private final long[][] masses = new long[TURNS][];
    private final int[] drawn = new int[ROWS];
    private int turn;

    ReplayTree() {
        long[] plainMasses = new long[LEAVES];
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            plainMasses[leaf] = random.nextLong(1L << 32);
            tree.put(leaf, plainMasses[leaf]);
        }
        tree.rebuildAll();
        plain = new ReplayPlainTree(plainMasses);
        for (int i = 0; i < TURNS; i++) {
            leaves[i] = random.ints(ROWS, 0, LEAVES).toArray();
            masses[i] = random.longs(ROWS, 0, 1L << 32).toArray();
        }
    }

    void draw() {
        tree.draw(0, ROWS, ROWS, random, drawn);
    }

    void update() {
        turn = (turn + 1) % TURNS;
        tree.update(leaves[turn], masses[turn], ROWS);
    }

    /** Draws and gives the drawn leaves new masses, as a learner does. */
    void drawAndUpdate() {
        draw();
        turn = (turn + 1) % TURNS;
        tree.update(drawn, masses[turn], ROWS);
    }

    void plainDrawAndUpdate() {
        plain.draw(random, drawn);
        turn = (turn + 1) % TURNS;
        plain.update(drawn, masses[turn]);
    }

    /**
     * Updates random leaves, a third of them to 0.
     *
     * @return the root without the sum of the leaves
     */
    long errorAfterUpdates(long updates) {
        long[] newMasses = new long[ROWS];
        for (long done = 0; done < updates; done += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                drawn[i] = random.nextInt(LEAVES);
                newMasses[i] = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << 40) >>> random.nextInt(40);
            }
            tree.update(drawn, newMasses, ROWS);
        }
        long sum = 0;
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            sum += tree.mass(leaf);
        }
        return tree.total() - sum;
    }

    /** How many of these draws hit a leaf without mass. */
    long drawnZeroLeaves(long draws) {
        long zeros = 0;
        for (long done = 0; done < draws; done += ROWS) {
            draw();
            for (int leaf : drawn) {
                zeros += tree.mass(leaf) == 0 ? 1 : 0;
            }
        }
        return zeros;
    }
}
