package io.troupe.learner.sampling;

import java.util.Map;

/**
 * Counts the steps of all shards as one, and hands the rate limiter's one insert limit out to them.
 *
 * <p>The count never falls: steps of a shard that has left stay counted, and what a shard holds when it appears after
 * learning began was inserted for a learner before this one, so it is not counted. After {@link #restore} the counts
 * go on where a checkpoint left them, and what a known store has taken in since then is counted.
 *
 * <p>What was inserted after the checkpoint was learned from by a learner that was killed, and is owed again. Were
 * inserts to stop until that is done, as the limiter alone would have it, the learner would draw from a replay that
 * stands still, and actors wait for as long as checkpoints lie apart. So half of what is learned goes into the debt at
 * least, and inserts go on at half their pace meanwhile.
 */
final class InsertLedger {
    /** Before learning begins, a shard may always take a few messages, however the lanes are spread over the shards. */
    private static final long MIN_OPEN_STEPS = 256;
    /** While a resumed learner is in debt, so many times the limiter's samples are learned for each insert. */
    private static final int CATCH_UP_FACTOR = 2;

    private RateLimiter limiter;
    private long countedSteps;
    private long grownSteps;
    /** What the limiter goes on from when the replay is back; null where learning has not begun before. */
    private RateLimiter resumed;
    /** From where on inserts go at half their pace: where learning began again, or more was found to be owed. */
    private long debtSteps;
    private long debtRows;

    InsertLedger(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * Goes on from a checkpoint, before any shard reports. Samples still wait for the minimum size: the shards come
     * back one by one, and may come back empty. Under another ratio of samples to inserts neither is ahead at first.
     */
    void restore(SamplerState state) {
        countedSteps = state.countedSteps();
        if (state.hasBegun()) {
            resumed = state.samplesPerInsert() == limiter.samplesPerInsert()
                ? limiter.begunAt(state.firstStep(), state.firstRow())
                : limiter.begunAt(state.countedSteps(), state.learnedRows());
        }
    }

    /** @param storedByStore what the shards have told */
    SamplerState state(long learnerStep, long learnedRows, Map<Long, Long> storedByStore, long randomState) {
        // Learning that was begun by an earlier learner stays begun, also while this one waits for the shards.
        RateLimiter known = limiter.hasBegun() || resumed == null ? limiter : resumed;
        return new SamplerState(learnerStep, learnedRows, known.hasBegun(), known.firstStep(), known.firstRow(),
            countedSteps, known.samplesPerInsert(), storedByStore, randomState);
    }

    /** Takes the number of steps ever stored that a shard has just told, when so many rows have been learned. */
    void report(Shard shard, long storedSteps, long learnedRows) {
        if (!shard.hasReported) {
            shard.hasReported = true;
            countedSteps += limiter.hasBegun() ? 0 : storedSteps;
        } else if (storedSteps > shard.storedSteps) {
            countedSteps += storedSteps - shard.storedSteps;
            grownSteps += storedSteps - shard.storedSteps;
            if (shard.isCountOfCheckpoint) {
                beginDebt(learnedRows);
            }
        }
        shard.isCountOfCheckpoint = false;
        shard.storedSteps = storedSteps;
    }

    /** Lets learning begin when the present shards hold enough. Steps beyond the minimum size that came since count. */
    void beginWhenFilled(long presentSteps, long learnedRows) {
        if (limiter.hasBegun()) {
            return;
        }
        if (presentSteps >= limiter.minSizeSteps()) {
            if (resumed != null) {
                limiter = resumed;
                beginDebt(learnedRows);
                return;
            }
            long beyond = Math.min(presentSteps - limiter.minSizeSteps(), grownSteps);
            limiter = limiter.begunAt(countedSteps - beyond, learnedRows);
        }
    }

    boolean hasBegun() {
        return limiter.hasBegun();
    }

    boolean canSample(long rows) {
        return limiter.canSample(countedSteps, rows);
    }

    double achievedSamplesPerInsert(long learnedRows) {
        return limiter.achievedSamplesPerInsert(countedSteps, learnedRows);
    }

    /**
     * Where this shard stops, in its own count: what may still be inserted is shared evenly, and shared again when it
     * is told the next time, so a shard without lanes, or a dead one, keeps nothing from the others.
     */
    long limitOf(Shard shard, int livingShards, long learnedRows) {
        long limit = insertLimit(learnedRows);
        if (limit == Long.MAX_VALUE) {
            return limit;
        }
        long open = Math.max(0, limit - countedSteps);
        long share = (open + livingShards - 1) / Math.max(1, livingShards);
        return shard.storedSteps + (limiter.hasBegun() ? share : Math.max(share, MIN_OPEN_STEPS));
    }

    private void beginDebt(long learnedRows) {
        debtSteps = countedSteps;
        debtRows = learnedRows;
    }

    private long insertLimit(long learnedRows) {
        long limit = limiter.insertLimit(learnedRows);
        if (limit == Long.MAX_VALUE || resumed == null || !limiter.hasBegun()) {
            return limit;
        }
        double rowsForEachStep = CATCH_UP_FACTOR * limiter.samplesPerInsert();
        return Math.max(limit, debtSteps + (long) ((learnedRows - debtRows) / rowsForEachStep));
    }
}
