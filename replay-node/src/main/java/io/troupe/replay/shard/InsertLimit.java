package io.troupe.replay.shard;

import io.troupe.replay.log.KeptNumbers;
import java.util.function.LongSupplier;

/**
 * Whether steps may be stored: as many as the learner's rate limiter allows, whose last word is kept with the store. A
 * shard that is about to leave stores whatever comes, so that nothing stays on its way.
 */
final class InsertLimit {
    private final KeptNumbers numbers;
    private final LongSupplier storedSteps;
    private boolean isDraining;

    /** @param storedSteps env steps ever stored, those of all lanes */
    InsertLimit(KeptNumbers numbers, LongSupplier storedSteps) {
        this.numbers = numbers;
        this.storedSteps = storedSteps;
    }

    boolean isReached() {
        return !isDraining && storedSteps.getAsLong() >= numbers.insertLimitSteps();
    }

    /** @param limit env steps, those of all lanes since the store was made */
    void set(long limit) {
        if (limit != numbers.insertLimitSteps()) {
            numbers.insertLimitSteps(limit);
        }
    }

    void drain() {
        isDraining = true;
    }

    boolean isDraining() {
        return isDraining;
    }
}
