package io.troupe.learner.sampling;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.ReplaySettings;
import io.troupe.learner.learning.LinearSchedule;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link GlobalSampler} must be told.
 *
 * @param prefetchBatches    batches asked for ahead
 * @param accumulationBatches of one learner step
 * @param importanceExponent β by learner step
 * @param firstBatchId       higher than any that a learner of this run used before
 * @param heartbeatNs        a shard hears from the learner at least so often, so that its insert limit stays fresh
 * @param silenceNs          a shard that was not heard of for so long owes nothing any more: the living draw it again
 */
public record SamplerSettings(int batchSize, int prefetchBatches, int accumulationBatches,
                              LinearSchedule importanceExponent, RateLimiter limiter, long firstBatchId,
                              long heartbeatNs, long silenceNs) {
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(2);

    /** @param learnerIncarnation keeps the batches of this learner apart from those of the run's learners before it */
    public static SamplerSettings of(LearningSettings learning, ReplaySettings replay, long learnerIncarnation) {
        LearningSettings.ImportanceExponent exponent = learning.importanceExponent();
        return new SamplerSettings(learning.batchSize(), learning.prefetchBatches(), learning.accumulationBatches(),
            new LinearSchedule(exponent.initial(), exponent.last(), exponent.steps()),
            new RateLimiter(replay.minSizeSteps(), replay.samplesPerInsert(), replay.errorBufferSteps(),
                learning.batchSize()),
            (learnerIncarnation << 40) + 1, HEARTBEAT_NS, SILENCE_NS);
    }
}
