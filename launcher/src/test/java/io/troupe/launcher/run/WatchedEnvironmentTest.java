package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.error.TroupeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Episodes drawn without a run. */
class WatchedEnvironmentTest {
    @Test
    void shouldDrawTheSameEpisodeFromTheSameSeed() {
        String drawn = drawn("cartpole", "random", 3);
        assertTrue(drawn.contains("step 0 | return 0.0 | action "), drawn);
        assertEquals(drawn, drawn("cartpole", "random", 3));
        assertNotEquals(drawn, drawn("cartpole", "random", 4));
    }

    @Test
    void shouldLetABaselineActAndDrawTheEndToo() {
        String drawn = drawn("cartpole", "action:1", 3, Map.entry("max-episode-steps", "5"));
        assertTrue(drawn.contains("step 4 | return 4.0 | action 1\n"), drawn);
        assertTrue(drawn.endsWith("step 5 | return 5.0\n"), drawn);
        TroupeException refusal = assertThrows(TroupeException.class, () -> drawn("cartpole", "action:2", 3));
        assertTrue(refusal.getMessage().contains("the environment has 2 actions"), refusal.getMessage());
    }

    @SafeVarargs
    private static String drawn(String environment, String baseline, long seed, Map.Entry<String, String>... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NodeRuns().play(new EnvironmentSettings(environment, Map.ofEntries(options), false, false),
            Baseline.of(baseline), new Spectator(new PrintStream(out, true, StandardCharsets.UTF_8), false, 0,
                OptionalLong.of(seed)));
        return out.toString(StandardCharsets.UTF_8);
    }
}
