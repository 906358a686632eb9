package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("start", 1)), 3));
    private static final int EPISODES = 40;
    private static final int STEPS = 25;

    private final List<Integer> actions = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> starts = new ArrayList<>();

    /** Pays the number of each action; begins by chance. */
    private final class Counting implements Environment {
        private final RandomGenerator random;
        private int steps;

        private Counting(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public void reset(Observation observation) {
            steps = 0;
            starts.add(random.nextDouble());
            observation.putFloat(0, 0, 0);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            actions.add(action);
            outcome.observation().putFloat(0, 0, 0);
            outcome.reward(action).truncated(++steps == STEPS);
        }

        @Override
        public String render() {
            return "";
        }
    }

    private EvaluationOutcome play(Baseline baseline) {
        actions.clear();
        starts.clear();
        EvaluationSpec spec = new EvaluationSpec(LAYOUT, Counting::new, EPISODES, 16, 0.5, 5, 4);
        return baseline.evaluator(spec, () -> 0).run(3, done -> { });
    }

    @Test
    void shouldAlwaysTakeItsAction() {
        assertEquals(Collections.nCopies(EPISODES, 2f * STEPS), play(Baseline.of("action:2")).returns());
        assertEquals(List.of(2), actions.stream().distinct().toList(), "whatever evaluation.epsilon is");
    }

    @Test
    void shouldTakeEachActionAsOftenByChance() {
        play(Baseline.of("random"));
        double expected = EPISODES * STEPS / 3.0;
        double chiSquare = 0;
        for (int action = 0; action < 3; action++) {
            double difference = Collections.frequency(actions, action) - expected;
            chiSquare += difference * difference / expected;
        }
        // 2 degrees of freedom, p = 0.001.
        assertTrue(chiSquare < 13.8, "chi-square is " + chiSquare);
    }

    @Test
    void shouldBeginFromTheSameSeedsWhateverPlays() {
        play(Baseline.of("random"));
        List<Double> ofRandom = List.copyOf(starts);
        play(Baseline.of("action:0"));
        assertEquals(EPISODES, ofRandom.stream().distinct().count());
        assertEquals(ofRandom, starts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "best", "action", "action:", "action:-1", "action:x", "Random"})
    void shouldSayWhatABaselineIs(String text) {
        TroupeException refusal = assertThrows(TroupeException.class, () -> Baseline.of(text));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("baseline '" + text + "': expected random, or action:N"),
            refusal.getMessage());
    }

    @Test
    void shouldRefuseAnActionThatTheEnvironmentHasNot() {
        TroupeException refusal = assertThrows(TroupeException.class, () -> play(Baseline.of("action:3")));
        assertEquals("baseline action:3: the environment has 3 actions; expected action:0 … action:2",
            refusal.getMessage());
    }
}
