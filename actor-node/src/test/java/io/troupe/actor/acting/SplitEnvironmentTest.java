package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;
import org.junit.jupiter.api.Test;

/** Environments that are given their actions before any outcome is taken. */
class SplitEnvironmentTest {
    private static final int LANES = 4;

    /** An outcome that is taken before the next message has gone sends it, with all that was given. */
    private final class InHalves implements SplitEnvironment {
        private static final int NOTHING = -1;
        private static final int RESET = -2;

        private final Environment environment;
        private int given = NOTHING;
        private int message;

        InHalves(Environment environment) {
            this.environment = environment;
        }

        private int taken() {
            assertTrue(given != NOTHING, "taken without being given");
            int taken = given;
            given = NOTHING;
            messages = Math.max(messages, message);
            return taken;
        }

        @Override
        public void giveReset() {
            message = messages + 1;
            given = RESET;
        }

        @Override
        public void takeReset(Observation observation) {
            assertEquals(RESET, taken());
            environment.reset(observation);
        }

        @Override
        public void giveAction(int action) {
            assertEquals(NOTHING, given);
            message = messages + 1;
            given = action;
        }

        @Override
        public void takeStep(StepOutcome outcome) {
            environment.step(taken(), outcome);
        }

        @Override
        public void close() {
            environment.close();
        }
    }

    private int messages;

    private ActorHarness harness(int failsEvery) {
        ActorHarness.Options options = new ActorHarness.Options();
        options.lanes = LANES;
        options.failsEvery = failsEvery;
        options.around = InHalves::new;
        return new ActorHarness(options, ActorHarness.shards(3));
    }

    @Test
    void shouldLiveThroughWholeEpisodes() {
        ActorHarness harness = harness(0);
        harness.cycle(500);
        harness.drainAndCheck();
        assertTrue(harness.actor.report().lanes().stream().allMatch(lane -> lane.producedSteps() > 300));
    }

    @Test
    void shouldSendOneMessageACycleForAllLanes() {
        ActorHarness harness = harness(0);
        harness.cycle(1);
        assertEquals(0, messages, "resets wait for each other");
        for (int cycle = 0; cycle < 200; cycle++) {
            int before = messages;
            harness.cycle(1);
            // The first takes resets, and then steps.
            assertTrue(messages - before <= (cycle == 0 ? 2 : 1), messages + " messages after cycle " + cycle);
        }
        assertFalse(messages < 150, messages + " messages");
    }

    @Test
    void shouldMakeThemAnewAfterAFailure() {
        ActorHarness harness = harness(40);
        harness.cycle(120);
        assertTrue(harness.actor.report().lanes().stream().allMatch(lane -> lane.producedSteps() > 80));
    }
}
