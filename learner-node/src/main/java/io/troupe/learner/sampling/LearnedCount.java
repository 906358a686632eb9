package io.troupe.learner.sampling;

/** Rows that were learned from, and learner steps: one is made of so many batches. */
final class LearnedCount {
    private final int batchesAStep;
    private long rows;
    private long steps;
    private int batches;

    /** @param batchesAStep {@code learning.accumulation-batches} */
    LearnedCount(int batchesAStep) {
        this.batchesAStep = batchesAStep;
    }

    /** Goes on counting from a checkpoint. */
    void restore(long learnedRows, long learnerSteps) {
        rows = learnedRows;
        steps = learnerSteps;
    }

    void onBatch(int batchRows) {
        rows += batchRows;
        batches++;
        if (batches == batchesAStep) {
            batches = 0;
            steps++;
        }
    }

    long rows() {
        return rows;
    }

    long steps() {
        return steps;
    }
}
