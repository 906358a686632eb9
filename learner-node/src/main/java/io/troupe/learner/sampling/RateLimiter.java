package io.troupe.learner.sampling;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.OptionalDouble;

/**
 * How far samples and inserts may run ahead of each other, as in Reverb, but with one cursor for all shards. Counted
 * from where learning began, the lead in steps is
 *
 * <pre>  lead = stored steps − learned rows / samplesPerInsert</pre>
 *
 * Inserts stop at lead +errorBuffer, samples at −errorBuffer. Before learning begins, inserts may go errorBuffer beyond
 * the minimum size. Without {@code samplesPerInsert} only the minimum size counts, and inserts never stop (Ape-X).
 * Immutable: {@link #begunAt} returns another one.
 */
public final class RateLimiter {
    private final long minSizeSteps;
    private final double samplesPerInsert;
    private final long errorBufferSteps;
    private final int batchSize;
    private final boolean hasBegun;
    private final long firstStep;
    private final long firstRow;

    /**
     * @param samplesPerInsert learned windows for each stored step; empty: no limit
     * @throws TroupeException CONFIGURATION where the buffer is too small for one batch: inserts and samples would wait
     *                         for each other for ever
     */
    public RateLimiter(long minSizeSteps, OptionalDouble samplesPerInsert, long errorBufferSteps, int batchSize) {
        this(minSizeSteps, samplesPerInsert.orElse(0), errorBufferSteps, batchSize, false, 0, 0);
        if (samplesPerInsert.isPresent() && 2 * errorBufferSteps * this.samplesPerInsert < batchSize) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "replay.error-buffer-steps = " + errorBufferSteps
                + " is too small: one batch of learning.batch-size = " + batchSize + " rows is worth "
                + batchSize / this.samplesPerInsert + " steps at replay.samples-per-insert = " + this.samplesPerInsert
                + ", and the buffer must be at least half of that, or inserts and samples wait for each other for"
                + " ever: raise error-buffer-steps");
        }
    }

    private RateLimiter(long minSizeSteps, double samplesPerInsert, long errorBufferSteps, int batchSize,
                        boolean hasBegun, long firstStep, long firstRow) {
        this.minSizeSteps = minSizeSteps;
        this.samplesPerInsert = samplesPerInsert;
        this.errorBufferSteps = errorBufferSteps;
        this.batchSize = batchSize;
        this.hasBegun = hasBegun;
        this.firstStep = firstStep;
        this.firstRow = firstRow;
    }

    /** This limiter with learning begun: from here on, steps and rows are counted. */
    public RateLimiter begunAt(long storedSteps, long learnedRows) {
        return new RateLimiter(minSizeSteps, samplesPerInsert, errorBufferSteps, batchSize, true, storedSteps,
            learnedRows);
    }

    public boolean hasBegun() {
        return hasBegun;
    }

    /** Stored steps when learning began; 0 before. */
    long firstStep() {
        return firstStep;
    }

    /** Learned rows when learning began; 0 before. */
    long firstRow() {
        return firstRow;
    }

    /** Learned windows for each stored step; 0: no limit. */
    double samplesPerInsert() {
        return samplesPerInsert;
    }

    public long minSizeSteps() {
        return minSizeSteps;
    }

    /** Whether one more batch may be drawn after {@code learnedRows} were. */
    public boolean canSample(long storedSteps, long learnedRows) {
        return hasBegun && (isOff()
            || (storedSteps - firstStep + errorBufferSteps) * samplesPerInsert >= learnedRows - firstRow + batchSize);
    }

    /** The number of stored steps at which inserts stop; {@link Long#MAX_VALUE}: never. */
    public long insertLimit(long learnedRows) {
        if (isOff()) {
            return Long.MAX_VALUE;
        }
        return hasBegun
            ? firstStep + errorBufferSteps + (long) ((learnedRows - firstRow) / samplesPerInsert)
            : minSizeSteps + errorBufferSteps;
    }

    /** Learned rows for each stored step since learning began; 0 before. */
    public double achievedSamplesPerInsert(long storedSteps, long learnedRows) {
        return hasBegun && storedSteps > firstStep ? (double) (learnedRows - firstRow) / (storedSteps - firstStep) : 0;
    }

    private boolean isOff() {
        return samplesPerInsert == 0;
    }
}
