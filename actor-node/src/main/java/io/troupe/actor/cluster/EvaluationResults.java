package io.troupe.actor.cluster;

import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.common.attention.AttentionMessages;
import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.EvaluationResult;

/** What an evaluation found, as a message to the coordinator. */
public final class EvaluationResults {
    private EvaluationResults() {
    }

    /** @param weights that were evaluated */
    public static EvaluationResult of(int nodeId, WeightsSnapshot weights, EvaluationOutcome outcome) {
        EvaluationResult.Builder result = EvaluationResult.newBuilder()
            .setNodeId(nodeId)
            .setLearnerIncarnation(weights.learnerIncarnation())
            .setWeightsVersion(weights.version())
            .setLearnerStep(weights.learnerStep())
            .setEpisodes(outcome.episodes())
            .setMeanReturn(outcome.meanReturn())
            .setMinReturn(outcome.minReturn())
            .setMaxReturn(outcome.maxReturn())
            .setFirstQ(outcome.firstQ())
            .setDiscountedReturn(outcome.discountedReturn())
            .setMeanLength(outcome.meanLength())
            .setWallS(outcome.wallS())
            .addAllReturns(outcome.returns());
        AttentionRecord attention = outcome.attention();
        if (!attention.entropies().isEmpty()) {
            result.setAttention(AttentionMessages.of(attention));
        }
        return result.build();
    }
}
