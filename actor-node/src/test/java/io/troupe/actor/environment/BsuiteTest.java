package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** bsuite's chains: one for memory, one for credit. */
class BsuiteTest {
    private final EnvironmentTrial memory = new EnvironmentTrial("memory-length", Map.of("length", "4", "bits", "3"), 7);
    private final EnvironmentTrial umbrella = new EnvironmentTrial("umbrella", Map.of("length", "4", "distractors", "2"), 7);

    @Test
    void shouldShowTheBitsFirstAndTheQuestionLast() {
        memory.reset();
        float[] bits = {memory.seen(0, 2), memory.seen(0, 3), memory.seen(0, 4)};
        float[] left = {1, 0.75f, 0.5f, 0.25f, 0};
        for (int step = 1; step <= 5; step++) {
            StepOutcome outcome = memory.step(0);
            assertEquals(left[step - 1], memory.seen(0, 0));
            for (int bit = 0; bit < 3; bit++) {
                assertEquals(1, Math.abs(bits[bit]));
                assertEquals(step == 1 ? bits[bit] : 0, memory.seen(0, 2 + bit));
            }
            assertEquals(step == 5, outcome.isTerminated());
            assertEquals(step == 5 ? 1 : 0, Math.abs(outcome.reward()));
        }
    }

    @Test
    void shouldPayForTheBitThatIsAskedFor() {
        float[] bits = new float[3];
        assertEquals(1, memory.mean(300, step -> {
            for (int bit = 0; step == 0 && bit < 3; bit++) {
                bits[bit] = memory.seen(0, 2 + bit);
            }
            return step == 4 && bits[(int) memory.seen(0, 1)] > 0 ? 1 : 0;
        }));
        assertEquals(0, memory.mean(3_000, step -> 1), 0.06);
    }

    @Test
    void shouldPayAtTheEndForTheFirstAction() {
        double last = 0;
        double before = 0;
        double distractors = 0;
        int had = 0;
        for (int episode = 0; episode < 1_000; episode++) {
            umbrella.reset();
            had += (int) umbrella.seen(0, 1);
            int needed = (int) umbrella.seen(0, 0);
            int taken = episode % 4 == 0 ? 1 - needed : needed;
            for (int step = 1; step <= 4; step++) {
                StepOutcome outcome = umbrella.step(step == 1 ? taken : episode % 2);
                assertEquals(needed, umbrella.seen(0, 0));
                assertEquals(taken, umbrella.seen(0, 1));
                assertEquals(1 - step / 4f, umbrella.seen(0, 2));
                assertEquals(step == 4, outcome.isTerminated());
                assertEquals(1, Math.abs(outcome.reward()));
                before += step < 4 ? outcome.reward() : 0;
                distractors += umbrella.seen(0, 3) + umbrella.seen(0, 4);
                last = outcome.reward();
            }
            assertEquals(taken == needed ? 1 : -1, last);
        }
        assertEquals(0, before / 3_000, 0.06);
        assertEquals(0.5, distractors / 8_000, 0.03);
        assertEquals(500, had, 60);
    }

    @Test
    void shouldKeepTheContract() {
        for (EnvironmentTrial trial : new EnvironmentTrial[] {memory, umbrella,
            new EnvironmentTrial("memory-length", Map.of(), 7), new EnvironmentTrial("umbrella", Map.of(), 7)}) {
            trial.assertKeepsTheContract();
            trial.assertAllocatesNothing();
            trial.assertHasAPreset();
            assertTrue(trial.reset().render().contains("step 0 of "), trial.render());
        }
        EnvironmentTrial.assertRefuses("memory-length", "length", "0");
        EnvironmentTrial.assertRefuses("memory-length", "bits", "none");
        EnvironmentTrial.assertRefuses("umbrella", "distractors", "-1");
        EnvironmentTrial.assertRefuses("umbrella", "length", "0");
    }
}
