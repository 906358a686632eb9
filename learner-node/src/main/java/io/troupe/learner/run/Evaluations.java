package io.troupe.learner.run;

import io.troupe.common.attention.AttentionMessages;
import io.troupe.common.attention.AttentionRecord;
import io.troupe.learner.status.EvaluatedAttention;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.EvaluationResult;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the evaluator has told: its newest evaluation, what the network looked at in it, and the best return of all. */
final class Evaluations {
    private static final Logger LOGGER = LoggerFactory.getLogger(Evaluations.class);

    private EvaluationResult newest;
    private long count;
    private double timeS;
    private AttentionRecord attention = AttentionRecord.NONE;
    private boolean isAttentionTaken = true;
    private OptionalDouble bestReturn;

    /** @param bestReturn of the run's earlier starts */
    Evaluations(OptionalDouble bestReturn) {
        this.bestReturn = bestReturn;
    }

    /** @param runTimeS of the run, in which it came */
    void add(EvaluationResult result, double runTimeS) {
        newest = result;
        count++;
        timeS = runTimeS;
        bestReturn =
            OptionalDouble.of(Math.max(bestReturn.orElse(Double.NEGATIVE_INFINITY), result.getMeanReturn()));
        attention = attention(result);
        isAttentionTaken = !result.hasAttention();
    }

    private static AttentionRecord attention(EvaluationResult result) {
        try {
            return AttentionMessages.attention(result.getAttention());
        } catch (IllegalArgumentException e) {
            LOGGER.warn("node {} tells of attention what cannot be: {}", result.getNodeId(), e.toString());
            return AttentionRecord.NONE;
        }
    }

    /** The newest one, or null. */
    RunSnapshot.Evaluation newest() {
        return newest == null ? null : StatusNumbers.evaluation(count, newest, timeS, attention.entropies());
    }

    /** Of all evaluations so far. */
    OptionalDouble bestReturn() {
        return bestReturn;
    }

    /** What the network looked at in the newest one, where that has not been taken yet. */
    Optional<EvaluatedAttention> takeAttention() {
        if (isAttentionTaken) {
            return Optional.empty();
        }
        isAttentionTaken = true;
        return Optional.of(evaluated());
    }

    /** What the network looked at in the newest one; empty before there is one. */
    Optional<EvaluatedAttention> attention() {
        return attention.decisions().isEmpty() ? Optional.empty() : Optional.of(evaluated());
    }

    private EvaluatedAttention evaluated() {
        return new EvaluatedAttention(count, newest.getWeightsVersion(), newest.getLearnerStep(), attention);
    }
}
