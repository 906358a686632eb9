package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;

/**
 * What the learner's thread says of itself, ten times a second.
 *
 * @param learnerSteps     gradient updates so far
 * @param storedSteps      environment steps that all shards have ever stored
 * @param replaySize       records that the shards hold
 * @param samplesPerInsert learned windows per step stored since learning began; 0 before
 * @param loss             mean over the learner steps since the last report; NaN where there were none
 * @param largestImportanceWeight of the same batches, before they were divided by it
 * @param recurrentDeltaQ  mean over the batches that were looked at; NaN where no recurrent states are stored
 * @param policyLag        weights version now minus the step's, over the same batches
 * @param tdErrors         |TD error| of the rows learned from lately, as they go back to the shards
 * @param starvedFraction  share of the time since the last report in which no batch was there
 * @param time             where the learner's time has gone since its start
 * @param trainingNs       nanoseconds since the first step was stored, those in which the run stood still left out; 0
 *                         before
 */
public record LearnerStats(long learnerSteps, long weightsVersion, long storedSteps, long replaySize,
                           double samplesPerInsert, double loss, double gradientNorm, double learningRate, double meanQ,
                           double largestImportanceWeight, double recurrentDeltaQ, PolicyLag policyLag,
                           Distribution tdErrors, double starvedFraction, TimeSpent time, long trainingNs) {
    public static final LearnerStats NONE =
        new LearnerStats(0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
            PolicyLag.NONE, Distribution.NONE, 0, TimeSpent.NONE, 0);
}
