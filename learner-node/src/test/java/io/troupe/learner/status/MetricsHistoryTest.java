package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsHistoryTest {
    private final MetricsHistory history = new MetricsHistory(100);

    @Test
    void shouldSeeEachEvaluationOnce() {
        for (double timeS = 0; timeS <= 6; timeS += 0.5) {
            history.add(Snapshots.running(timeS));
        }
        assertEquals(3, history.history().evaluations().size());
        assertEquals(13, history.history().points().size());
    }

    @Test
    void shouldPlaceAnEvaluationOnTheEnvStepsOfItsTime() {
        history.add(Snapshots.running(1));
        // The evaluation belongs to second 2, halfway between 4,000 env steps at 1 s and 12,000 at 3 s.
        history.add(Snapshots.running(3));
        assertEquals(8_000, history.history().evaluations().get(0).envSteps());
    }

    @Test
    void shouldGoOnWhereAnEarlierStartWasThoughItsShardsComeBackLater() {
        history.add(Snapshots.running(5));
        history.add(Snapshots.running(1));
        history.add(Snapshots.running(6));
        assertEquals(List.of(20_000L, 24_000L), history.history().points().stream()
            .map(MetricsHistory.Point::envSteps).toList());
    }

    @Test
    void shouldNotGrowWhileTheRunStandsStill() {
        for (int i = 0; i < 50; i++) {
            history.add(Snapshots.running(5));
        }
        assertEquals(1, history.history().points().size());
        assertEquals(1, history.history().evaluations().size());
    }
}
