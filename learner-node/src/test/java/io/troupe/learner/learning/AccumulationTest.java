package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccumulationTest {
    private static final int BATCHES = 4;
    private static final int ROWS = Windows.ROWS;

    /** Importance weights are relative to their batch's largest: only where all are equal can batches be compared. */
    @Test
    void severalBatchesShouldGiveTheGradientOfOneLargeBatch() {
        try (Learner accumulating = learner(ROWS, BATCHES); Learner whole = learner(BATCHES * ROWS, 1)) {
            SplittableRandom random = new SplittableRandom(1);
            SampledBatch part = Windows.batch();
            SampledBatch large = Windows.batch(BATCHES * ROWS);
            for (int step = 1; step <= 5; step++) {
                double loss = 0;
                float[] priorities = new float[BATCHES * ROWS];
                for (int i = 0; i < BATCHES; i++) {
                    Windows.fill(part, random);
                    Arrays.fill(part.importanceWeights(), 1);
                    copy(part, large, i * ROWS);
                    LearnerMetrics metrics = accumulating.step(part);
                    loss += metrics.loss() / BATCHES;
                    System.arraycopy(metrics.priorities(), 0, priorities, i * ROWS, ROWS);
                }
                LearnerMetrics metrics = whole.step(large);

                assertEquals(metrics.loss(), loss, 1e-5);
                assertArrayEquals(metrics.priorities(), priorities, 1e-4f);
                assertArrayEquals(whole.gradient(), accumulating.gradient(), 1e-5f, "step " + step);
                assertEquals(step, accumulating.learnerStep());
                assertArrayEquals(whole.state().target(), accumulating.state().target(), 1e-4f);
            }
        }
    }

    @Test
    void onlyTheLastBatchOfAStepShouldMoveTheWeights() {
        try (Learner learner = learner(ROWS, 3)) {
            SplittableRandom random = new SplittableRandom(2);
            SampledBatch batch = Windows.batch();
            LearnerState before = learner.state();
            for (int i = 0; i < 2; i++) {
                Windows.fill(batch, random);
                assertFalse(learner.step(batch).isUpdate());
                assertEquals(0, learner.learnerStep());
                assertArrayEquals(before.online(), learner.state().online());
            }
            Windows.fill(batch, random);
            LearnerMetrics metrics = learner.step(batch);
            assertTrue(metrics.isUpdate());
            assertEquals(1, metrics.learnerStep());
            assertEquals(1, learner.state().optimizerStep());
            assertFalse(Arrays.equals(before.online(), learner.state().online()));
            assertArrayEquals(learner.state().online(), learner.state().target(), "the target moves once a step");
        }
    }

    private static Learner learner(int rows, int accumulationBatches) {
        // Adam's first steps depend on a gradient's sign alone: a large ε lets its size count.
        LearningSettings.Optimizer optimizer = new LearningSettings.Optimizer(LearningSettings.Optimizer.Kind.ADAM,
            Windows.rate(1e-2), 0.9, 0.999, 0, 1e-2, 10);
        return new Learner(Windows.NETWORK, Windows.WINDOW,
            Windows.settings(rows, accumulationBatches, true, Windows.period(1), optimizer), 1,
            new SplittableRandom(42));
    }

    private static void copy(SampledBatch part, SampledBatch large, int firstRow) {
        for (int column = 0; column < Windows.WINDOW.columns().size(); column++) {
            int rowBytes = part.rowBytes(column);
            large.column(column).putBytes(firstRow * rowBytes, part.column(column), 0, ROWS * rowBytes);
        }
        System.arraycopy(part.validSteps(), 0, large.validSteps(), firstRow, ROWS);
        System.arraycopy(part.ends(), 0, large.ends(), firstRow, ROWS);
        System.arraycopy(part.importanceWeights(), 0, large.importanceWeights(), firstRow, ROWS);
    }
}
