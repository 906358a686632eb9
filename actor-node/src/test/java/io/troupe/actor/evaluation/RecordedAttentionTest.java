package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.AttendingQFunction;
import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.acting.FakeQFunction;
import io.troupe.actor.environment.CartPole;
import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedAttentionTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private static final float[] CONTROLLER = {-1, 1};

    private GreedyEvaluator watched(int attentionEpisodes, EnvironmentFactory environments) {
        QFunction qFunction = new AttendingQFunction(LAYOUT.schema(), 4);
        qFunction.load(FakeQFunction.weights(CONTROLLER));
        return new GreedyEvaluator(
            new EvaluationSpec(LAYOUT, environments, 6, 4, 0, 5, 4, attentionEpisodes), qFunction, () -> 0);
    }

    @Test
    void shouldRecordWhatTheFirstEpisodesLookedAt() {
        EvaluationOutcome outcome = watched(2, random -> new CartPole(30, random)).run(1, done -> { });
        AttentionRecord attention = outcome.attention();
        for (int episode = 0; episode < 2; episode++) {
            int number = episode;
            List<WatchedDecision> decisions =
                attention.decisions().stream().filter(decision -> decision.episode() == number).toList();
            assertEquals(outcome.returns().get(episode), decisions.size(), "CartPole's return is its length");
            for (int step = 0; step < decisions.size(); step++) {
                WatchedDecision decision = decisions.get(step);
                assertEquals(step, decision.step());
                assertEquals(decision.qValues().get(1) > decision.qValues().get(0) ? 1 : 0, decision.action());
                assertTrue(decision.drawing().contains("step " + step + " "), decision.drawing());
                assertEquals(3, decision.attention().size());
                assertEquals(Math.min(step + 1, AttendingQFunction.CONTEXT),
                    decision.attention().get(0).attended());
            }
        }
        assertTrue(attention.decisions().stream().allMatch(decision -> decision.episode() < 2));
        assertEquals(List.of("first", "cells", "second"),
            attention.entropies().stream().map(AttentionRecord.PartEntropy::part).toList());
        assertTrue(attention.entropies().get(0).meanBits().get(0) > 1.5, "mostly of four steps alike: 2 bits");
        assertEquals(0, attention.entropies().get(0).meanBits().get(1));
    }

    @Test
    void shouldRecordNoAttentionWhereNobodyWantsItOrThereIsNone() {
        assertEquals(AttentionRecord.NONE, watched(0, random -> new CartPole(30, random)).run(1, done -> { }).attention());
        QFunction blindFunction = new FakeQFunction(LAYOUT.schema(), 4);
        blindFunction.load(FakeQFunction.weights(CONTROLLER));
        GreedyEvaluator blind = new GreedyEvaluator(new EvaluationSpec(LAYOUT, random -> new CartPole(30, random), 6, 4,
            0, 5, 4, 1), blindFunction, () -> 0);
        assertEquals(AttentionRecord.NONE, blind.run(1, done -> { }).attention());
    }

    @Test
    void shouldRecordAnEpisodeOnceWhoseEnvironmentFailed() {
        int[] steps = {390};
        EvaluationOutcome outcome = watched(6,
            random -> new EvaluationTest.FailingCartPole(new CartPole(30, random), steps)).run(1, done -> { });
        assertTrue(steps[0] > 400, "one failed: " + steps[0]);
        assertEquals(outcome.returns().stream().mapToDouble(value -> value).sum(),
            outcome.attention().decisions().size());
    }
}
