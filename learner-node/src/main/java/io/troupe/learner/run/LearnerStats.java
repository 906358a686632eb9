package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.BatchMeans;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;

/**
 * What the learner's thread says of itself, ten times a second.
 *
 * @param learnerSteps     gradient updates so far
 * @param storedSteps      environment steps that all shards have ever stored
 * @param replaySize       records that the shards hold
 * @param samplesPerInsert learned windows per step stored since learning began; 0 before
 * @param means            over the batches since the last report, or that of before where there were none
 * @param policyLag        weights version now minus the step's, over the same batches
 * @param tdErrors         |TD error| of the rows learned from lately, as they go back to the shards
 * @param starvedFraction  share of the time since the last report in which no batch was there
 * @param time             where the learner's time has gone since its start
 * @param sampling         what did not go the usual way between it and the shards
 * @param trainingNs       nanoseconds since the first step was stored, over all starts, pauses included; 0 before
 */
public record LearnerStats(long learnerSteps, long weightsVersion, long storedSteps, long replaySize,
                           double samplesPerInsert, BatchMeans means, PolicyLag policyLag, Distribution tdErrors,
                           double starvedFraction, TimeSpent time, SamplerCounts sampling, long trainingNs) {
    public static final LearnerStats NONE =
        new LearnerStats(0, 0, 0, 0, 0, BatchMeans.NONE, PolicyLag.NONE, Distribution.NONE, 0, TimeSpent.NONE,
            SamplerCounts.NONE, 0);
}
