package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionQuestionsTest {
    private final ActorHarness.Options options = new ActorHarness.Options();
    private final FakeShards shards = ActorHarness.shards(3);

    @Test
    void shouldTellTheNextDecisionOfALaneToWhoAsks() {
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(20);
        List<LaneDecision> told = new ArrayList<>();
        harness.actor.watch(ActorHarness.laneId(77), told::add);
        harness.actor.watch(ActorHarness.laneId(2), told::add);
        harness.actor.watch(ActorHarness.laneId(0), told::add);
        List<ActorReport.Lane> before = harness.actor.report().lanes();
        harness.cycle(3);
        assertEquals(List.of(ActorHarness.laneId(2), ActorHarness.laneId(0)),
            told.stream().map(LaneDecision::laneId).toList(), "one question in a cycle");
        harness.cycle(10);
        assertEquals(2, told.size(), "each is answered once");
        harness.drainAndCheck();
        List<ActorHarness.Record> steps = shards.stored(ActorHarness.laneId(2)).stream().map(ActorHarness.Record::new)
            .filter(record -> (record.flags & StepLayout.FLAG_CLOSING) == 0).toList();
        LaneDecision decision = told.get(0);
        int index = (int) before.get(2).producedSteps() + 1;
        ActorHarness.Record step = steps.get(index);
        assertEquals(5, decision.weightsVersion());
        assertEquals(options.epsilon, decision.epsilon());
        assertEquals(step.action, decision.decision().action());
        for (int action = 0; action < 3; action++) {
            assertEquals((float) step.q(action), decision.decision().qValues().get(action));
        }
        int start = index;
        while ((steps.get(start).flags & StepLayout.FLAG_EPISODE_START) == 0) {
            start--;
        }
        assertEquals(index - start, decision.decision().step());
        assertEquals(steps.subList(0, start).stream()
            .filter(one -> (one.flags & StepLayout.FLAG_EPISODE_START) != 0).count(), decision.decision().episode());
        assertEquals(List.of(), decision.decision().attention(), "this network does not attend");
    }

    @Test
    void shouldForgetAQuestionThatNoStepAnswersAndStepNoSlower() {
        ActorHarness harness = new ActorHarness(options, shards);
        List<LaneDecision> told = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            harness.actor.watch(ActorHarness.laneId(77), told::add);
        }
        harness.cycle(20);
        assertEquals(20 * options.lanes, harness.actor.report().producedSteps());
        harness.cycle(2_100);
        harness.actor.watch(ActorHarness.laneId(1), told::add);
        harness.cycle(1);
        assertEquals(1, told.size());
        harness.drainAndCheck();
    }
}
