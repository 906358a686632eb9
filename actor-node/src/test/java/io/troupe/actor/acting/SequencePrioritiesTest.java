package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencePrioritiesTest {
    private final List<String> told = new ArrayList<>();
    private final SequencePriorities priorities = new SequencePriorities(new Sequence(4, 2, 3, 0.5, LossAt.EVERY_STEP, true),
        (start, completing, priority) -> told.add(start + " by " + completing + ": " + priority));

    @Test
    void shouldTellEverySequenceOfTheGridAndTheOneAtTheEnd() {
        episode(10, 9, 30);
        // |δ| of step t is t: starts 0 and 3, and the last 4 of 9 steps from 5.
        assertEquals(List.of("10 by 103: 2.25", "13 by 106: 5.25", "15 by 30: 7.25"), told);
    }

    @Test
    void shouldTellNoSequenceTwiceWhereTheGridEndsWithTheEpisode() {
        episode(0, 7, 40);
        assertEquals(List.of("0 by 103: 2.25", "3 by 106: 5.25"), told);
    }

    @Test
    void shouldTellOneSequenceOfAShortEpisode() {
        episode(5, 2, 7);
        episode(8, 1, 9);
        assertEquals(List.of("5 by 7: 0.75", "8 by 9: 0.0"), told);
    }

    private void episode(long first, int steps, long lastRecord) {
        priorities.beginEpisode(first);
        for (int t = 0; t < steps; t++) {
            priorities.onPriority(first + t, 100 + t, t);
        }
        priorities.endEpisode(lastRecord);
    }
}
