package io.troupe.actor.evaluation;

import io.troupe.actor.evaluation.StudyResult.Effect;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.attention.EntropyMeans;
import io.troupe.common.network.AttentionReading;
import java.util.ArrayList;
import java.util.List;

/** Sums of an {@link AttentionStudy}, and the means that come of them. */
final class StudySums {
    private static final int TOP = 0;
    private static final int RANDOM = 1;
    private static final int FIRST_PART = 2;

    /** Of one kind of step that was hidden. */
    private static final class Hidden {
        private double difference;
        private long changes;
    }

    private final int topStep;
    private final List<Hidden> hidden = new ArrayList<>();
    private final EntropyMeans entropies = new EntropyMeans();
    private final List<Integer> topStepsOfParts = new ArrayList<>();
    private double returns;
    private long decisions;
    private long topIsPresent;
    private int topSteps;

    StudySums(int topStep) {
        this.topStep = topStep;
    }

    void watched(List<AttentionReading> parts) {
        entropies.add(parts);
    }

    /** A decision that is compared. */
    void decision(boolean isTopPresent) {
        decisions++;
        topIsPresent += isTopPresent ? 1 : 0;
    }

    /** @param kind 0: the top attended step; 1: a random one; 2 + i: the top attended step of part i */
    void hid(int kind, double meanDifference, boolean isOtherAction) {
        while (hidden.size() <= kind) {
            hidden.add(new Hidden());
        }
        hidden.get(kind).difference += meanDifference;
        hidden.get(kind).changes += isOtherAction ? 1 : 0;
    }

    /** @param step of the episode */
    void lastDecision(List<AttentionReading> parts, int step) {
        topSteps += isTop(AttentionReading.meanOverSteps(parts), step) ? 1 : 0;
        while (topStepsOfParts.size() < parts.size()) {
            topStepsOfParts.add(0);
        }
        for (int part = 0; part < parts.size(); part++) {
            if (isTop(parts.get(part).meanOfHeads(), step)) {
                topStepsOfParts.set(part, topStepsOfParts.get(part) + 1);
            }
        }
    }

    private boolean isTop(double[] weights, int step) {
        return step - (weights.length - 1) + AttentionReading.largest(weights) == topStep;
    }

    void episode(double episodeReturn) {
        returns += episodeReturn;
    }

    StudyResult result(int episodes) {
        List<StudyResult.Part> parts = new ArrayList<>();
        List<PartEntropy> means = entropies.means();
        for (int part = 0; part < means.size(); part++) {
            parts.add(new StudyResult.Part(means.get(part).part(), effect(FIRST_PART + part),
                topStepsOfParts.get(part) / (double) episodes, means.get(part).meanBits()));
        }
        return new StudyResult(episodes, returns / episodes, decisions, effect(TOP), effect(RANDOM),
            decisions == 0 ? 0 : topIsPresent / (double) decisions, topStep, topSteps / (double) episodes, parts);
    }

    private Effect effect(int kind) {
        return kind >= hidden.size() ? new Effect(0, 0)
            : new Effect(hidden.get(kind).difference / decisions, hidden.get(kind).changes / (double) decisions);
    }
}
