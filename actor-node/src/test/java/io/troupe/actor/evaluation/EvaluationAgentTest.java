package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.FakeQFunction;
import io.troupe.actor.environment.CartPole;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When which weights are evaluated. */
class EvaluationAgentTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private static final EvaluationSpec SPEC =
        new EvaluationSpec(LAYOUT, random -> new CartPole(30, random), 4, 4, 0, 5, 4);

    private long nowNs;
    private WeightsSnapshot latest;
    private final List<WeightsSnapshot> evaluated = new ArrayList<>();
    private final List<EvaluationOutcome> outcomes = new ArrayList<>();

    @Test
    void shouldEvaluateTheNewestWeightsAtMostOnceAnInterval() {
        EvaluationAgent agent = agent();
        assertEquals(0, agent.doWork());
        latest = weights(1);
        untilEvaluations(agent, 1);
        latest = weights(2);
        while (nowNs < 990_000_000) {
            assertEquals(0, agent.doWork());
        }
        latest = weights(3);
        untilEvaluations(agent, 2);
        assertEquals(3, evaluated.get(1).version());
        nowNs += 5_000_000_000L;
        assertEquals(0, agent.doWork(), "these weights were evaluated already");
    }

    @Test
    void shouldEvaluateAtOnceWhatIsAskedForAlsoWhilePausedAndASecondTime() {
        EvaluationAgent agent = agent();
        latest = weights(1);
        untilEvaluations(agent, 1);
        agent.setPaused(true);
        agent.evaluateNow();
        untilEvaluations(agent, 2);
        assertEquals(1, evaluated.get(1).version());
        latest = weights(2);
        nowNs += 5_000_000_000L;
        assertEquals(0, agent.doWork());
        agent.setPaused(false);
        untilEvaluations(agent, 3);
    }

    @Test
    void shouldGiveUpOlderWeightsForTheOnesThatAreAskedForAndWaitForThese() {
        EvaluationAgent agent = agent();
        latest = weights(1);
        agent.doWork();
        agent.evaluateAtLeast(1, 7);
        latest = weights(6);
        untilEvaluations(agent, 1);
        assertEquals(1, evaluated.get(0).version());
        nowNs += 5_000_000_000L;
        agent.doWork();
        latest = weights(7);
        untilEvaluations(agent, 2);
        assertEquals(7, evaluated.get(1).version());
    }

    @Test
    void shouldCloseWhatItWasGiven() {
        FakeQFunction qFunction = new FakeQFunction(LAYOUT.schema(), 4);
        EvaluationAgent agent = new EvaluationAgent(SPEC, 1, () -> qFunction, () -> latest,
            (weights, outcome) -> { }, () -> nowNs);
        agent.onClose();
        agent.onStart();
        agent.onClose();
        assertTrue(qFunction.isClosed());
    }

    private EvaluationAgent agent() {
        EvaluationAgent agent = new EvaluationAgent(SPEC, 1_000_000_000L,
            () -> new FakeQFunction(LAYOUT.schema(), 4), () -> latest, (weights, outcome) -> {
                evaluated.add(weights);
                outcomes.add(outcome);
            }, () -> nowNs += 500_000);
        agent.onStart();
        return agent;
    }

    private static WeightsSnapshot weights(long version) {
        return new WeightsSnapshot(1, version, 10 * version, FakeQFunction.weights(-1, 1));
    }

    private void untilEvaluations(EvaluationAgent agent, int count) {
        for (int i = 0; i < 1_000 && evaluated.size() < count; i++) {
            int before = evaluated.size();
            assertTrue(agent.doWork() <= 5, "a slice is short");
            assertTrue(evaluated.size() <= before + 1);
        }
        assertEquals(count, evaluated.size());
    }
}
