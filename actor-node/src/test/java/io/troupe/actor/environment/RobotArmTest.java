package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RobotArmTest {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final RobotArm.Shape shape = new RobotArm.Shape(2, 90, 2, 4, Starts.ALL);
    private final StepOutcome outcome = outcome(shape.numbers(1));
    /** One disc straight above the base, which a link that points up runs into. */
    private final RobotArm arm = new RobotArm(shape, new ArmObstacles(0, 0.4, 0.1), new SplittableRandom(1));

    @Test
    void shouldTurnAJointByAStepAndShowTheWayOfItsTip() {
        arm.begin(new int[] {0, 0}, -1, 0);
        assertEquals(1, arm.tipX(), 1e-12);
        step(2);
        // The second link points up.
        assertEquals(0.5, arm.tipX(), 1e-12);
        assertEquals(0.5, arm.tipY(), 1e-12);
        assertSeen(1, 0, 0, 1, 0.5f, 0.5f, -1, 0, 0, 0.4f, 0.1f, 1, 0, 1, 0);
        // From 2 away to √2.5.
        assertEquals(2 - Math.sqrt(2.5) - 0.01, outcome.reward(), 1e-6);
        step(3);
        assertSeen(1, 0, 1, 0, 1, 0, -1, 0, 0, 0.4f, 0.1f, 0.5f, 0.5f, 1, 0);
    }

    @Test
    void shouldStayBeforeAnObstacleAndAtAJointsLimit() {
        arm.begin(new int[] {0, 0}, -1, 0);
        step(LEFT);
        assertEquals(1, arm.tipX(), 1e-12);
        assertEquals(-0.06, outcome.reward(), 1e-6);
        step(3);
        assertNotEquals(-0.06, outcome.reward(), 1e-6);
        // ±150° leave one step of 90°.
        step(3);
        assertEquals(-0.06, outcome.reward(), 1e-6);
        assertEquals(-0.5, arm.tipY(), 1e-12);
    }

    @Test
    void shouldTurnItsFirstJointAllTheWayRound() {
        arm.begin(new int[] {-2, 0}, 0, -1);
        step(RIGHT);
        assertEquals(-0.06, outcome.reward(), 1e-6, "the obstacle is there");
        step(LEFT);
        assertTrue(outcome.isTerminated());
        assertEquals(Math.sqrt(2) - 0.01 + 1, outcome.reward(), 1e-6);
    }

    @Test
    void shouldBeTruncated() {
        arm.begin(new int[] {0, 0}, -1, 0);
        for (int move = 1; move <= 4; move++) {
            step(LEFT);
            assertEquals(move == 4, outcome.isTruncated());
            assertFalse(outcome.isTerminated());
        }
    }

    @Test
    void shouldTouchWithAnyPartOfALink() {
        ArmObstacles disc = new ArmObstacles(0.5, 0.1, 0.11);
        assertTrue(disc.touch(0, 0, 1, 0));
        assertFalse(disc.touch(0, 0, 0.3, 0));
        assertFalse(disc.touch(0, -0.02, 1, -0.02));
        assertTrue(disc.touch(0.5, 0.1, 0.5, 0.1));
    }

    @Test
    void shouldBeginFarFromATargetThatCanBeReached() {
        EnvironmentTrial trial = new EnvironmentTrial("robot-arm", Map.of(), 3);
        for (int episode = 0; episode < 200; episode++) {
            trial.reset();
            double way = Math.hypot(trial.seen(0, 6) - trial.seen(0, 8), trial.seen(0, 7) - trial.seen(0, 9));
            assertTrue(way >= 0.3 - 1e-6, "only " + way);
            assertTrue(Math.hypot(trial.seen(0, 8), trial.seen(0, 9)) <= 1 + 1e-6);
        }
    }

    @Test
    void shouldKeepTheContract() {
        for (Map<String, String> options : List.of(Map.<String, String>of(), Map.of("joints", "5", "history", "0"),
            Map.of("obstacles", "6", "step-degrees", "15", "starts", "held-out"))) {
            EnvironmentTrial trial = new EnvironmentTrial("robot-arm", options, 7);
            trial.assertKeepsTheContract();
            trial.assertHasAPreset();
            assertTrue(trial.reset().render().contains("step 0 of 100"), trial.render());
            assertTrue(trial.render().contains("X") && trial.render().contains("O"), trial.render());
        }
        EnvironmentTrial usual = new EnvironmentTrial("robot-arm", Map.of("max-episode-steps", "1000000"), 7);
        assertEquals(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 24)), 6), usual.layout().schema());
        EnvironmentTrial.assertRefuses("robot-arm", "joints", "0");
        EnvironmentTrial.assertRefuses("robot-arm", "step-degrees", "7");
        EnvironmentTrial.assertRefuses("robot-arm", "obstacles", "7");
    }

    @Test
    void shouldAllocateNothingInAStep() {
        // Only a reset makes an array.
        RobotArm endless = new RobotArm(new RobotArm.Shape(3, 10, 4, Integer.MAX_VALUE, Starts.ALL),
            ArmObstacles.drawn(2, 1), new SplittableRandom(1));
        StepOutcome own = outcome(24);
        endless.begin(new int[3], 5, 5);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SplittableRandom random = new SplittableRandom(2);
        long before = 0;
        for (int step = 0; step < 40_000; step++) {
            before = step == 20_000 ? threads.getCurrentThreadAllocatedBytes() : before;
            endless.step(random.nextInt(6), own.clear());
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2_000, "20,000 steps allocated " + allocated + " bytes");
    }

    private void step(int action) {
        arm.step(action, outcome.clear());
    }

    private void assertSeen(float... numbers) {
        for (int at = 0; at < numbers.length; at++) {
            assertEquals(numbers[at], outcome.observation().value(0, at), 1e-6, "number " + at);
        }
    }

    private static StepOutcome outcome(int numbers) {
        StepLayout layout = new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", numbers)), 2));
        StepOutcome outcome = new StepOutcome(layout);
        outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        return outcome;
    }
}
