package io.troupe.benchmarks;

import io.troupe.common.numeric.PowerFunction;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the work of a {@link ReplayLoad} costs at least: the same steps, draws, rows, weights and priorities on plain
 * arrays. No messages, lanes, episodes, keys, checks or files; a row is a plain copy of the records of its window.
 */
final class ReplayPlain {
    private static final int ROWS = ReplayLoad.BATCH_ROWS;
    private static final int STEPS = ReplayLoad.INSERTED_STEPS;
    private static final double ONE = 0x1p32;

    private final SplittableRandom random = new SplittableRandom(1);
    private final PowerFunction mass = new PowerFunction(ReplayLoad.PRIORITY_EXPONENT);
    private final PowerFunction importance = new PowerFunction(ReplayLoad.IMPORTANCE_EXPONENT);
    private final float[] priorities = new float[1 << 14];
    private final int windows;
    private final int stride;
    private final int copyBytes;
    private final int copies;
    private final UnsafeBuffer records;
    private final UnsafeBuffer inserted;
    private final UnsafeBuffer batch;
    private final ReplayPlainTree tree;
    private final int[] drawn = new int[ROWS];
    private final long[] masses = new long[ROWS];
    private final double[] probabilities = new double[ROWS];
    private final float[] importanceWeights = new float[ROWS];
    private int next;
    private int turn;

    ReplayPlain(ReplayCase load) {
        windows = load.windows();
        stride = load.layout().stride();
        copyBytes = load.copyBytes();
        copies = load.copies();
        // The last windows reach over the end.
        records = memory(windows * stride + copies * copyBytes);
        inserted = memory(STEPS * stride);
        batch = memory(ROWS * copies * copyBytes);
        for (int i = 0; i < priorities.length; i++) {
            priorities[i] = (float) random.nextDouble(1e-3, 1);
        }
        long[] leaves = new long[Integer.highestOneBit(2 * windows - 1)];
        for (int i = 0; i < windows; i++) {
            leaves[i] = massOf(priorities[i % priorities.length]);
        }
        tree = new ReplayPlainTree(leaves);
    }

    /** A run of 50 steps in place of the oldest. */
    void insert() {
        if (next + STEPS > windows) {
            next = 0;
        }
        turn(STEPS);
        records.putBytes(next * stride, inserted, 0, STEPS * stride);
        tree.put(next, masses, STEPS);
        next += STEPS;
    }

    /** New priorities for the rows that came last, and the next 512 rows with their weights. */
    void learn() {
        turn(ROWS);
        tree.update(drawn, masses);
        tree.draw(random, drawn);
        double smallest = Double.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            probabilities[row] = tree.probability(drawn[row]);
            smallest = Math.min(smallest, probabilities[row]);
        }
        for (int row = 0; row < ROWS; row++) {
            importanceWeights[row] = (float) importance.of(smallest / probabilities[row]);
        }
        for (int row = 0, to = 0; row < ROWS; row++) {
            for (int copy = 0; copy < copies; copy++, to += copyBytes) {
                batch.putBytes(to, records, (drawn[row] + copy) * stride, copyBytes);
            }
        }
    }

    /** The tree's root without the sum of its leaves. */
    long treeError() {
        return tree.error();
    }

    private void turn(int count) {
        turn = (turn + 1) % (priorities.length - ROWS);
        for (int i = 0; i < count; i++) {
            masses[i] = massOf(priorities[turn + i]);
        }
    }

    private long massOf(float priority) {
        return (long) (mass.of(priority) * ONE);
    }

    private static UnsafeBuffer memory(int bytes) {
        UnsafeBuffer memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 64));
        memory.setMemory(0, bytes, (byte) 1);
        return memory;
    }
}
