package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.StepLayout;
import io.troupe.testing.Python;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CartPoleTest {
    private final EnvironmentProvider provider = Environments.named("cartpole");
    private final StepLayout layout = new StepLayout(provider.schema(Map.of()));
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
    private final Observation observation = new Observation(layout).wrap(record, 0);
    private final StepOutcome outcome = new StepOutcome(layout);

    @Test
    void shouldFollowTheEquations() {
        follow(Resources.text("/cartpole-trajectories.txt").lines().toList());
    }

    @Test
    void shouldFollowGymnasiumWhereItIsInstalled() throws IOException, InterruptedException {
        Python.assumeHas("gymnasium");
        follow(Python.run("cartpole_trajectories.py", "", "gymnasium"));
    }

    private void follow(List<String> lines) {
        CartPole cartPole = new CartPole(500, new SplittableRandom(1));
        String actions = "";
        int step = 0;
        int episodes = 0;
        int checked = 0;
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("E")) {
                assertEquals(actions.length(), step, "the episode before ended where the table's did");
                cartPole.begin(number(words[1]), number(words[2]), number(words[3]), number(words[4]));
                actions = words[5];
                step = 0;
                episodes++;
            } else {
                for (; step < Integer.parseInt(words[1]); step++) {
                    assertFalse(outcome.isEnd() && step > 0, () -> "ended early, before " + line);
                    outcome.clear().observation().wrap(record, 0);
                    cartPole.step(actions.charAt(step) - '0', outcome);
                    assertEquals(1, outcome.reward());
                }
                assertState(words, cartPole);
                checked++;
            }
        }
        assertEquals(6, episodes);
        assertTrue(checked > 80, "checked " + checked);
    }

    private void assertState(String[] words, CartPole cartPole) {
        double[] state = cartPole.state();
        for (int i = 0; i < 4; i++) {
            double expected = number(words[2 + i]);
            double tolerance = 1e-12 * Math.max(1, Math.abs(expected));
            assertEquals(expected, state[i], tolerance, "element " + i + " of step " + words[1]);
            assertEquals((float) state[i], observation.value(0, i));
        }
        assertEquals(words[6].equals("1"), outcome.isTerminated());
        assertEquals(words[7].equals("1"), outcome.isTruncated());
    }

    @Test
    void shouldBeginNearTheMiddleAndDifferentlyEachTime() {
        CartPole cartPole = new CartPole(500, new SplittableRandom(7));
        double min = 1;
        double max = -1;
        for (int episode = 0; episode < 1000; episode++) {
            cartPole.reset(observation);
            for (int i = 0; i < 4; i++) {
                min = Math.min(min, observation.value(0, i));
                max = Math.max(max, observation.value(0, i));
            }
        }
        assertTrue(min >= -0.05 && min < -0.0499, "min " + min);
        assertTrue(max <= 0.05 && max > 0.0499, "max " + max);
    }

    @Test
    void shouldTruncateAtItsOptionAndNotTerminate() {
        CartPole cartPole = (CartPole) provider.create(Map.of("max-episode-steps", "3"), new SplittableRandom(7));
        cartPole.reset(observation);
        for (int step = 1; step <= 3; step++) {
            outcome.clear().observation().wrap(record, 0);
            cartPole.step(step & 1, outcome);
            assertEquals(step == 3, outcome.isTruncated());
            assertFalse(outcome.isTerminated());
        }
        assertThrows(IllegalStateException.class, () -> cartPole.step(0, outcome));
    }

    @Test
    void shouldNameWhatIsWrongWithAnOption() {
        List<Map<String, String>> wrong = List.of(
            Map.of("max-episode-steps", "0"), Map.of("max-episode-steps", "many"), Map.of("max-steps", "10"));
        for (Map<String, String> options : wrong) {
            Exception refused = assertThrows(IllegalArgumentException.class, () -> provider.schema(options));
            String told = refused.getMessage();
            assertTrue(told.contains(options.keySet().iterator().next()), told);
            assertTrue(told.contains("'" + options.values().iterator().next() + "'"), told);
        }
    }

    @Test
    void shouldRefuseAnActionThatItDoesNotHave() {
        CartPole cartPole = new CartPole(500, new SplittableRandom(7));
        cartPole.reset(observation);
        assertThrows(IllegalArgumentException.class, () -> cartPole.step(2, outcome));
    }

    @Test
    void shouldAllocateNothingWhileItSteps() {
        CartPole cartPole = new CartPole(500, new SplittableRandom(7));
        run(cartPole, 20_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(cartPole, 20_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2_000, "20,000 steps allocated " + allocated + " bytes");
    }

    private void run(CartPole cartPole, int steps) {
        cartPole.reset(observation);
        for (int step = 0; step < steps; step++) {
            outcome.clear().observation().wrap(record, 0);
            cartPole.step(step & 1, outcome);
            if (outcome.isEnd()) {
                cartPole.reset(observation);
            }
        }
    }

    @Test
    void shouldDrawTheCartWhereItIsAndThePoleWhereItLeans() {
        CartPole cartPole = new CartPole(500, new SplittableRandom(7));
        cartPole.begin(-2.0, 0, 0.2, 0);
        String[] lines = cartPole.render().split("\n");
        assertEquals(9, lines.length);
        assertTrue(lines[6].indexOf('o') < 10, lines[6]);
        assertTrue(lines[0].indexOf('/') > lines[5].indexOf('/'), lines[0]);
        assertEquals("step 0   position -2.00 m   angle +11.5°", lines[8]);
    }

    @Test
    void shouldHaveAPresetWhoseKeysAllExistInTheReference() {
        Config reference = ConfigFactory.parseResources("troupe-reference.conf").resolve();
        Config preset = ConfigFactory.parseString(provider.preset()).resolve();
        assertTrue(preset.entrySet().size() > 20);
        preset.entrySet().forEach(entry -> assertTrue(reference.hasPathOrNull(entry.getKey()), entry.getKey()));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
