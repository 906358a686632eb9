package io.troupe.replay.priority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorityTreeTest {
    /** A chi-square variable of 199 degrees of freedom is above this once in 10,000 times. */
    private static final double CHI_SQUARE_199 = 282;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 1024, 5000})
    void shouldEqualANaiveTwinAfterEveryStep(int capacity) {
        PriorityTree tree = new PriorityTree(capacity);
        long[] twin = new long[capacity];
        SplittableRandom random = new SplittableRandom(capacity);
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    int leaf = random.nextInt(capacity);
                    twin[leaf] = mass(random, tree);
                    tree.set(leaf, twin[leaf]);
                }
                case 1 -> {
                    int count = random.nextInt(200);
                    int[] leaves = random.ints(count, 0, capacity).toArray();
                    long[] masses = new long[count];
                    for (int i = 0; i < count; i++) {
                        masses[i] = mass(random, tree);
                        twin[leaves[i]] = masses[i];
                    }
                    tree.update(leaves, masses, count);
                }
                default -> {
                    int first = random.nextInt(capacity);
                    int last = Math.min(capacity - 1, first + random.nextInt(70));
                    for (int leaf = first; leaf <= last; leaf++) {
                        twin[leaf] = mass(random, tree);
                        tree.put(leaf, twin[leaf]);
                    }
                    tree.rebuild(first, last);
                }
            }
            assertEquals(0, tree.total() - Arrays.stream(twin).sum());
            tree.checkValid();
            for (int leaf = 0; leaf < capacity; leaf++) {
                assertEquals(twin[leaf], tree.mass(leaf));
            }
        }
    }

    @Test
    void shouldFindTheLeafThatEachPositionFallsInto() {
        PriorityTree tree = new PriorityTree(5);
        long[] masses = {0, 3, 0, 1, 4};
        tree.update(new int[] {0, 1, 2, 3, 4}, masses, 5);
        int[] drawn = new int[8];
        // Eight strata over a total of 8: each holds exactly one unit.
        tree.draw(0, 8, 8, new SplittableRandom(1), drawn);
        assertEquals("[1, 1, 1, 3, 4, 4, 4, 4]", Arrays.toString(drawn));
    }

    @Test
    void shouldDrawTheSameStrataInPieces() {
        PriorityTree tree = new PriorityTree(64);
        for (int leaf = 0; leaf < 64; leaf++) {
            tree.set(leaf, 1000);
        }
        int[] drawn = new int[16];
        for (int first = 0; first < 64; first += 16) {
            tree.draw(first, 16, 64, new SplittableRandom(first), drawn);
            for (int i = 0; i < 16; i++) {
                assertEquals(first + i, drawn[i]);
            }
        }
    }

    @Test
    void shouldNeverDrawALeafWithoutMass() {
        PriorityTree tree = new PriorityTree(1 << 12);
        SplittableRandom random = new SplittableRandom(3);
        int[] drawn = new int[512];
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 50; i++) {
                tree.set(random.nextInt(1 << 12), random.nextInt(4) == 0 ? 1L << 40 : 0);
            }
            if (tree.total() > 0) {
                tree.draw(0, 512, 512, random, drawn);
                for (int leaf : drawn) {
                    assertTrue(tree.mass(leaf) > 0);
                }
            }
        }
    }

    @Test
    void shouldDrawInProportionToPriorityToTheExponent() {
        assertTrue(chiSquare(0.6, 0.6) < CHI_SQUARE_199, "draw differs from priority^0.6: " + chiSquare(0.6, 0.6));
    }

    @Test
    void shouldBeSeenToDrawByAnotherExponent() {
        assertTrue(chiSquare(0.5, 0.6) > CHI_SQUARE_199, "the test would not notice a wrong exponent");
        assertTrue(chiSquare(0.7, 0.6) > CHI_SQUARE_199, "the test would not notice a wrong exponent");
    }

    @Test
    void shouldRefuseToDrawFromNothing() {
        assertThrows(IllegalStateException.class,
            () -> new PriorityTree(8).draw(0, 1, 1, new SplittableRandom(1), new int[1]));
    }

    @Test
    void shouldHoldTheLargestMassInEveryLeaf() {
        PriorityTree tree = new PriorityTree(1 << 10);
        for (int leaf = 0; leaf < 1 << 10; leaf++) {
            tree.put(leaf, tree.maxMass());
        }
        tree.rebuildAll();
        tree.checkValid();
        assertEquals(1L << 62, tree.total());
        int[] drawn = new int[1];
        tree.draw(0, 1, 1, new SplittableRandom(5), drawn);
        assertTrue(drawn[0] >= 0 && drawn[0] < 1 << 10);
    }

    /** Chi-square of 200,000 independent draws of a tree of priority^drawn against priority^expected. */
    private static double chiSquare(double drawnExponent, double expectedExponent) {
        int leaves = 200;
        int draws = 200_000;
        SplittableRandom random = new SplittableRandom(42);
        PriorityTree tree = new PriorityTree(leaves);
        PriorityMass mass = new PriorityMass(drawnExponent, tree.maxMass());
        double[] expected = new double[leaves];
        double total = 0;
        for (int leaf = 0; leaf < leaves; leaf++) {
            float priority = (float) random.nextDouble(0.1, 3);
            tree.set(leaf, mass.of(priority));
            expected[leaf] = Math.pow(priority, expectedExponent);
            total += expected[leaf];
        }
        int[] counts = new int[leaves];
        int[] drawn = new int[1];
        for (int i = 0; i < draws; i++) {
            tree.draw(0, 1, 1, random, drawn);
            counts[drawn[0]]++;
        }
        double chiSquare = 0;
        for (int leaf = 0; leaf < leaves; leaf++) {
            double mean = draws * expected[leaf] / total;
            chiSquare += (counts[leaf] - mean) * (counts[leaf] - mean) / mean;
        }
        return chiSquare;
    }

    private static long mass(SplittableRandom random, PriorityTree tree) {
        return random.nextInt(3) == 0 ? 0 : random.nextLong(tree.maxMass() + 1);
    }
}
