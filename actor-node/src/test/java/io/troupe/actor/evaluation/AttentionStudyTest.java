package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.AttendingQFunction;
import io.troupe.actor.acting.FakeQFunction;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionStudyTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 1)), 2));

    /** Episodes of so many steps, each with a reward of 1. */
    private static final class Corridor implements Environment {
        private final int length;
        private int step;

        Corridor(int length) {
            this.length = length;
        }

        @Override
        public void reset(Observation observation) {
            step = 0;
            observation.putFloat(0, 0, 1);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            step++;
            outcome.observation().putFloat(0, 0, 1);
            outcome.reward(1).terminated(step == length);
        }
    }

    private static AttendingQFunction attending() {
        AttendingQFunction qFunction = new AttendingQFunction(LAYOUT.schema(), 8);
        // Q = 8 and 1/8: the first action is the greedy one, by less than 10 and more than 1.
        qFunction.load(FakeQFunction.weights(8, 0));
        return qFunction;
    }

    private static StudyResult study(FakeQFunction qFunction, int length, int topStep) {
        return new AttentionStudy(LAYOUT, random -> new Corridor(length), qFunction, 0, 1, topStep).run(3, done -> { });
    }

    @Test
    void shouldTellOfEachEpisodeThatHasEnded() {
        List<Integer> told = new ArrayList<>();
        new AttentionStudy(LAYOUT, random -> new Corridor(4), attending(), 0, 1, 0).run(3, told::add);
        assertEquals(List.of(1, 2, 3), told);
    }

    @Test
    void shouldCompareTheTopAttendedStepWithAnother() {
        AttendingQFunction qFunction = attending();
        StudyResult result = study(qFunction, 4, 0);
        assertEquals(3, result.episodes());
        assertEquals(4, result.meanReturn());
        assertEquals(6, result.decisions(), "the third and the fourth of each episode");
        assertEquals(6 * 4, qFunction.hiddenRows(), "the top one, another one, and one of each part over steps");
        assertEquals(5, result.top().deltaQ(), 1e-6, "10 of one of two actions");
        assertEquals(0.5, result.random().deltaQ(), 1e-6);
        assertEquals(10, result.ratio().orElseThrow(), 1e-6);
        assertEquals(1, result.top().actionChanges());
        assertEquals(0, result.random().actionChanges());
        assertEquals(0, result.topIsPresent());
        assertEquals(1, result.topStepShare(), "the oldest of four is the episode's first");
    }

    @Test
    void shouldTellOfEachPartThatLooksAtSteps() {
        StudyResult result = study(attending(), 4, 0);
        assertEquals(List.of("first", "second"), result.parts().stream().map(StudyResult.Part::part).toList());
        StudyResult.Part first = result.parts().get(0);
        assertEquals(5, first.top().deltaQ(), 1e-6);
        assertEquals(1, first.topStepShare());
        // Of 1, 2, 3 and 4 steps looked at alike.
        assertEquals((0 + 1 + Math.log(3) / Math.log(2) + 2) / 4, first.entropyBits().get(0), 1e-6);
        assertEquals(0, first.entropyBits().get(1), 1e-6);
        StudyResult.Part second = result.parts().get(1);
        assertEquals(0.5, second.top().deltaQ(), 1e-6, "its top is the present step");
        assertEquals(0, second.top().actionChanges());
        assertEquals(0, second.topStepShare());
    }

    @Test
    void shouldCountStepsOfTheEpisodeNotOfTheMemory() {
        assertEquals(0, study(attending(), 7, 0).topStepShare());
        assertEquals(1, study(attending(), 7, 3).topStepShare());
    }

    @Test
    void shouldCompareNothingInEpisodesThatAreTooShort() {
        StudyResult result = study(attending(), 2, 0);
        assertEquals(0, result.decisions());
        assertTrue(result.ratio().isEmpty());
        assertEquals(1, result.topStepShare());
    }

    @Test
    void shouldDoTheSameAgain() {
        assertEquals(study(attending(), 6, 0), study(attending(), 6, 0));
    }

    @Test
    void shouldRefuseANetworkThatDoesNotAttendToSteps() {
        FakeQFunction qFunction = new FakeQFunction(LAYOUT.schema(), 8);
        qFunction.load(FakeQFunction.weights(1, 2));
        TroupeException refused = assertThrows(TroupeException.class, () -> study(qFunction, 4, 0));
        assertEquals(ErrorCode.CONFIGURATION, refused.code());
        assertTrue(refused.getMessage().contains("does not attend to steps"), refused.getMessage());
    }
}
