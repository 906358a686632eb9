package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.LearnerMetrics;
import io.troupe.learner.run.LearnerAgent.ReplayProgress;
import io.troupe.learner.status.BatchMeans;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;

/** Means of the learner's numbers between two reports. The learner's thread's own. */
final class LearnerAverages {
    private int batches;
    private int updates;
    private double loss;
    private double gradientNorm;
    private double meanQ;
    private double largestImportanceWeight;
    private double recurrentDeltaQ;
    private int recurrentBatches;
    private double policyLag;
    private double minPolicyLag = Double.NaN;
    private double maxPolicyLag = Double.NaN;
    private double learningRate = Double.NaN;
    private final ErrorHistogram tdErrors = new ErrorHistogram();
    private Distribution lastTdErrors = Distribution.NONE;
    private long cyclesNs;
    private long starvedNs;
    private LearnerStats last = LearnerStats.NONE;

    void onBatch(LearnerMetrics metrics) {
        batches++;
        loss += metrics.loss();
        meanQ += metrics.meanQ();
        largestImportanceWeight = Math.max(largestImportanceWeight, metrics.largestImportanceWeight());
        if (!Double.isNaN(metrics.recurrentDeltaQ())) {
            recurrentDeltaQ += metrics.recurrentDeltaQ();
            recurrentBatches++;
        }
        policyLag += metrics.meanPolicyLag();
        // What is NaN, before a report's first batch, is never the smaller or the larger one.
        minPolicyLag = minPolicyLag <= metrics.minPolicyLag() ? minPolicyLag : metrics.minPolicyLag();
        maxPolicyLag = maxPolicyLag >= metrics.maxPolicyLag() ? maxPolicyLag : metrics.maxPolicyLag();
        tdErrors.record(metrics.priorities());
        if (metrics.isUpdate()) {
            updates++;
            gradientNorm += metrics.gradientNorm();
            learningRate = metrics.learningRate();
        }
    }

    void onCycle(long elapsedNs, boolean isStarved) {
        cyclesNs += elapsedNs;
        starvedNs += isStarved ? elapsedNs : 0;
    }

    /** Where there was nothing since the last report, the means are those of the last report that had some. */
    LearnerStats take(Learner learner, ReplayProgress progress, TimeSpent time, long trainingNs) {
        double starved = cyclesNs == 0 ? 0 : (double) starvedNs / cyclesNs;
        boolean isNew = batches > 0;
        if (isNew) {
            lastTdErrors = tdErrors.take();
        }
        BatchMeans before = last.means();
        BatchMeans means = new BatchMeans(isNew ? loss / batches : before.loss(),
            updates > 0 ? gradientNorm / updates : before.gradientNorm(), learningRate,
            isNew ? meanQ / batches : before.meanQ(),
            isNew ? largestImportanceWeight : before.largestImportanceWeight(),
            recurrentBatches > 0 ? recurrentDeltaQ / recurrentBatches : before.recurrentDeltaQ());
        PolicyLag lag =
            isNew ? new PolicyLag(minPolicyLag, policyLag / batches, maxPolicyLag) : last.policyLag();
        last = new LearnerStats(learner.learnerStep(), learner.weightsVersion(), progress.storedSteps(),
            progress.sizeSteps(), progress.samplesPerInsert(), means, lag, lastTdErrors, starved, time,
            progress.samplerCounts(), trainingNs);
        minPolicyLag = Double.NaN;
        maxPolicyLag = Double.NaN;
        batches = 0;
        updates = 0;
        loss = 0;
        gradientNorm = 0;
        meanQ = 0;
        largestImportanceWeight = 0;
        recurrentDeltaQ = 0;
        recurrentBatches = 0;
        policyLag = 0;
        cyclesNs = 0;
        starvedNs = 0;
        return last;
    }
}
