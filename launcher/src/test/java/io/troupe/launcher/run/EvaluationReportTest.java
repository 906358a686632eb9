package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.evaluation.Baseline;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
    private static final Baseline CHANCE = Baseline.of("random");

    @Test
    void shouldCompareEpisodeByEpisode() {
        EvaluationReport.Comparison comparison =
            EvaluationReport.Comparison.of(CHANCE, List.of(103f, 5f), List.of(101f, 1f));
        assertEquals(51, comparison.meanReturn());
        assertEquals(3, comparison.above());
        // The differences are 2 and 4, however far apart the episodes themselves are.
        assertEquals(1, comparison.standardError(), 1e-12);
    }

    @Test
    void shouldNotKnowAnErrorOfOneEpisode() {
        assertTrue(Double.isNaN(
            EvaluationReport.Comparison.of(CHANCE, List.of(3f), List.of(1f)).standardError()));
    }
}
