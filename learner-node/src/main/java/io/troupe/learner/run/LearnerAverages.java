package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.LearnerMetrics;
import io.troupe.learner.run.LearnerAgent.ReplayProgress;

/** Means of the learner's numbers between two reports. The learner's thread's own. */
final class LearnerAverages {
    private int steps;
    private double loss;
    private double gradientNorm;
    private double meanQ;
    private double policyLag;
    private double learningRate = Double.NaN;
    private long cyclesNs;
    private long starvedNs;
    private LearnerStats last = LearnerStats.NONE;

    void onStep(LearnerMetrics metrics) {
        steps++;
        loss += metrics.loss();
        gradientNorm += metrics.gradientNorm();
        meanQ += metrics.meanQ();
        policyLag += metrics.meanPolicyLag();
        learningRate = metrics.learningRate();
    }

    void onCycle(long elapsedNs, boolean isStarved) {
        cyclesNs += elapsedNs;
        starvedNs += isStarved ? elapsedNs : 0;
    }

    /** Where no step was made since the last report, the means are those of the last report that had some. */
    LearnerStats take(Learner learner, ReplayProgress progress, TimeSpent time, long trainingNs) {
        double starved = cyclesNs == 0 ? 0 : (double) starvedNs / cyclesNs;
        boolean isNew = steps > 0;
        last = new LearnerStats(learner.learnerStep(), learner.weightsVersion(), progress.storedSteps(),
            progress.sizeSteps(), progress.samplesPerInsert(), isNew ? loss / steps : last.loss(),
            isNew ? gradientNorm / steps : last.gradientNorm(), learningRate, isNew ? meanQ / steps : last.meanQ(),
            isNew ? policyLag / steps : last.policyLagMean(), starved, time,
            trainingNs);
        steps = 0;
        loss = 0;
        gradientNorm = 0;
        meanQ = 0;
        policyLag = 0;
        cyclesNs = 0;
        starvedNs = 0;
        return last;
    }
}
