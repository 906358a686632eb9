package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Baselines in the real environments. */
class BaselineReportTest {
    private final List<String> progress = new ArrayList<>();

    @Test
    void shouldTellMeanSpreadAndLength() {
        BaselineReport random = play("cartpole", Map.of(), "random");
        assertEquals(400, random.episodes());
        // As Gymnasium's documentation of the task has it, and anybody's loop: about 22 ± 12.
        assertEquals(22, random.meanReturn(), 2.5);
        assertEquals(12, random.deviation(), 3);
        assertEquals(random.deviation() / 20, random.standardError(), 1e-12);
        assertEquals(random.meanReturn(), random.meanLength(), 1e-4, "it pays 1 a step");
        assertEquals(1, random.terminatedShare());
        assertTrue(play("cartpole", Map.of(), "action:1").deviation() < 1.5, "pushed one way, every pole falls alike");
        assertEquals("400 of 400 episodes", progress.get(progress.size() - 1));
    }

    @Test
    void shouldPlayTheSameEpisodesAgain() {
        assertEquals(play("cartpole", Map.of(), "random"), play("cartpole", Map.of(), "random"));
    }

    @Test
    void shouldTakeTheEnvironmentsOptionsAndRefuseWrongOnes() {
        assertEquals(3, play("cartpole", Map.of("max-episode-steps", "3"), "random").meanLength());
        TroupeException refused =
            assertThrows(TroupeException.class, () -> play("cartpole", Map.of("max-episode-steps", "none"), "random"));
        assertEquals(ErrorCode.CONFIGURATION, refused.code());
        assertTrue(refused.getMessage().contains("'none'"), refused.getMessage());
    }

    private BaselineReport play(String environment, Map<String, String> options, String baseline) {
        return new NodeRuns().play(new EnvironmentSettings(environment, options, false, false), Baseline.of(baseline), 400,
            progress::add);
    }
}
