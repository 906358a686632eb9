package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each case worked by hand with γ = 0.5. */
class FirstPrioritiesTest {
    private record Given(long start, long completing, float priority) {
    }

    private final List<Given> given = new ArrayList<>();
    private final FirstPriorities.Sink sink =
        (start, completing, priority) -> given.add(new Given(start, completing, priority));
    private final FirstPriorities priorities = new FirstPriorities(2, 0.5, sink);

    @Test
    void shouldBootstrapFromTheStepNStepsLater() {
        priorities.beginEpisode(10);
        step(5, 1, 2);    // record 10: max Q 5, Q of the action taken 1, reward 2
        step(6, 3, 4);
        assertEquals(List.of(), given);
        priorities.onMaxQ(8);
        // 2 + 0.5·4 + 0.25·8 − 1 = 5
        assertEquals(List.of(new Given(10, 12, 5)), given);
        priorities.onStep(7, 1);
        priorities.onMaxQ(4);
        // 4 + 0.5·1 + 0.25·4 − 3 = 2.5
        assertEquals(new Given(11, 13, 2.5f), given.get(1));
    }

    @Test
    void shouldNotBootstrapAfterATermination() {
        priorities.beginEpisode(0);
        step(0, 1, 2);
        step(0, 3, 4);
        step(8, 5, 6);
        priorities.onTerminated();
        assertEquals(List.of(
            new Given(0, 2, 5),      // 2 + 0.5·4 + 0.25·8 − 1
            new Given(1, 2, 4),      // 4 + 0.5·6 − 3
            new Given(2, 2, 1)),     // 6 − 5
            given);
    }

    @Test
    void shouldBootstrapFromTheFinalObservationAfterATruncation() {
        priorities.beginEpisode(0);
        step(0, 1, 2);
        step(0, 3, 4);
        step(8, 5, 6);
        priorities.onTruncated(16);
        assertEquals(List.of(
            new Given(0, 2, 5),
            new Given(1, 3, 8),      // 4 + 0.5·6 + 0.25·16 − 3
            new Given(2, 3, 9)),     // 6 + 0.5·16 − 5
            given);
    }

    @Test
    void shouldValueAnEpisodeShorterThanN() {
        priorities.beginEpisode(4);
        step(9, 1, -3);
        priorities.onTerminated();
        assertEquals(List.of(new Given(4, 4, 4)), given);

        given.clear();
        priorities.beginEpisode(5);
        step(9, 1, -3);
        priorities.onTruncated(2);
        assertEquals(List.of(new Given(5, 6, 3)), given);    // −3 + 0.5·2 − 1
    }

    @Test
    void shouldNotReachOverTheEndOfAnEpisode() {
        priorities.beginEpisode(0);
        step(0, 1, 1);
        priorities.onTerminated();
        given.clear();
        priorities.beginEpisode(1);
        step(100, 1, 1);
        step(100, 1, 1);
        assertEquals(List.of(), given);
    }

    @Test
    void shouldServeASingleStep() {
        FirstPriorities single = new FirstPriorities(1, 0.5, sink);
        single.beginEpisode(0);
        single.onMaxQ(0);
        single.onStep(1, 2);
        single.onMaxQ(6);
        assertEquals(List.of(new Given(0, 1, 4)), given);    // 2 + 0.5·6 − 1
    }

    private void step(double maxQ, double chosenQ, double reward) {
        priorities.onMaxQ(maxQ);
        priorities.onStep(chosenQ, reward);
    }
}
