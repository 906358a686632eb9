package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CarFlagTest {
    private static final String NAME = "carflag";

    private final EnvironmentTrial trial = new EnvironmentTrial(NAME, Map.of(), 7);
    private final CarFlag car = new CarFlag(200, new SplittableRandom(7));
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[trial.layout().stride()]);
    private final Observation seen = new Observation(trial.layout()).wrap(record, 0);
    private final StepOutcome outcome = new StepOutcome(trial.layout());

    private StepOutcome step(int action) {
        outcome.clear().observation().wrap(record, 0);
        car.step(action, outcome);
        return outcome;
    }

    @Test
    void shouldPushAndRollWithoutFriction() {
        car.begin(1, 0.1, 0);
        step(2);
        assertSeen(0.1015f, 0.0015f, 0);
        step(1);
        assertSeen(0.103f, 0.0015f, 0);
        step(0);
        assertSeen(0.103f, 0, 0);
        car.begin(1, 0, 0.0695);
        step(2);
        assertSeen(0.07f, 0.07f, 0);
        car.begin(1, 0, -0.0695);
        step(0);
        assertSeen(-0.07f, -0.07f, 0);
    }

    @Test
    void shouldTellTheSideOnlyNearThePriest() {
        for (int heaven = -1; heaven <= 1; heaven += 2) {
            car.begin(heaven, 0.28, 0.015);
            step(1);
            assertSeen(0.295f, 0.015f, 0);
            step(1);
            assertSeen(0.31f, 0.015f, heaven);
            car.begin(heaven, 0.68, 0.015);
            step(1);
            assertSeen(0.695f, 0.015f, heaven);
            step(1);
            assertSeen(0.71f, 0.015f, 0);
            car.begin(heaven, -0.5, 0.015);
            step(1);
            assertSeen(-0.485f, 0.015f, 0);
        }
    }

    @Test
    void shouldPayAtTheFlagsAlone() {
        for (int heaven = -1; heaven <= 1; heaven += 2) {
            for (int side = -1; side <= 1; side += 2) {
                car.begin(heaven, side * 0.94, side * 0.05);
                assertEquals(0, step(1).reward());
                assertFalse(outcome.isEnd());
                assertEquals(heaven * side, step(1).reward());
                assertTrue(outcome.isTerminated());
                assertFalse(outcome.isTruncated());
            }
        }
    }

    @Test
    void shouldBeginAtRestNearTheMiddle() {
        float min = 1;
        float max = -1;
        for (int episode = 0; episode < 1_000; episode++) {
            trial.reset();
            min = Math.min(min, trial.seen(0, 0));
            max = Math.max(max, trial.seen(0, 0));
            assertEquals(0, trial.seen(0, 1));
            assertEquals(0, trial.seen(0, 2));
        }
        assertTrue(min >= -0.2f && min < -0.19f, "min " + min);
        assertTrue(max <= 0.2f && max > 0.19f, "max " + max);
    }

    @Test
    void shouldBeWorthOneToWhoAsksAndRemembers() {
        float[] told = new float[1];
        int[] steps = new int[1];
        double asking = trial.mean(500, step -> {
            told[0] = step == 0 ? 0 : trial.seen(0, 2) != 0 ? trial.seen(0, 2) : told[0];
            steps[0]++;
            return told[0] < 0 ? 0 : 2;
        });
        assertEquals(1, asking);
        assertEquals(61, steps[0] / 500.0, 3);
        assertEquals(0, trial.mean(4_000, step -> 2), 0.05);
        assertEquals(0, trial.mean(10, step -> 1));
    }

    @Test
    void shouldLetTheVelocityCarryTheAnswer() {
        // Slowly to the priest, so as to turn within reach; whoever rolls to the left has been told to.
        double reacting = trial.mean(500, step -> trial.seen(0, 2) != 0 ? (trial.seen(0, 2) > 0 ? 2 : 0)
            : trial.seen(0, 1) < 0 ? 0 : trial.seen(0, 0) < 0.3f && trial.seen(0, 1) > 0.02f ? 1 : 2);
        assertEquals(1, reacting);
    }

    @Test
    void shouldTruncateAtItsOption() {
        EnvironmentTrial brief = new EnvironmentTrial(NAME, Map.of("max-episode-steps", "3"), 7).reset();
        for (int step = 1; step <= 3; step++) {
            StepOutcome seenNow = brief.step(1);
            assertEquals(step == 3, seenNow.isTruncated());
            assertFalse(seenNow.isTerminated());
        }
    }

    @Test
    void shouldKeepTheContract() {
        assertEquals(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 3)), 3), trial.layout().schema());
        trial.assertKeepsTheContract();
        trial.assertAllocatesNothing();
        trial.assertHasAPreset();
        EnvironmentTrial.assertRefuses(NAME, "max-episode-steps", "-1");
        EnvironmentTrial.assertRefuses(NAME, "power", "1");
    }

    @Test
    void shouldDrawTheFlagsAndTheCar() {
        car.begin(1, 0, 0);
        String[] lines = car.render().split("\n");
        assertEquals(30, lines[0].indexOf('o'));
        assertTrue(lines[1].startsWith("---X---") && lines[1].endsWith("---H---"), lines[1]);
        assertEquals("step 0   position +0.00   velocity +0.0000", lines[2]);
        car.begin(-1, 0.49, 0.01);
        step(1);
        lines = car.render().split("\n");
        assertTrue(lines[1].startsWith("---H---") && lines[1].endsWith("---X---"), lines[1]);
        assertTrue(lines[1].contains("=") && lines[2].endsWith("heaven is left"), lines[2]);
    }

    private void assertSeen(float position, float velocity, float direction) {
        assertEquals(position, seen.value(0, 0), 1e-6f);
        assertEquals(velocity, seen.value(0, 1), 1e-7f);
        assertEquals(direction, seen.value(0, 2));
    }
}
