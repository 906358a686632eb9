package io.troupe.benchmarks.viewers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhasesTest {
    private static final Phases FOUR = new Phases(4, 10);

    /** A line a second; learns from second 3 on, so that the phases begin at 8; in phase p 100 + 10 p steps a second. */
    private static List<String> lines(int seconds) {
        long[] steps = {0};
        return IntStream.rangeClosed(0, seconds).mapToObj(second -> {
            // In the seconds after a turn anything may happen: it is not counted.
            int phase = second <= 8 ? 0 : (second - 9) / 10;
            steps[0] += second > 8 && (second - 9) % 10 < 2 ? 1_000_000 : 100 + 10 * phase;
            return "{\"time_s\":" + second + ",\"env_steps\":" + steps[0] + ",\"learner_steps\":" + Math.max(0, second - 2)
                + "}";
        }).toList();
    }

    @Test
    void shouldTellTheRateOfEachPhaseThatIsOver() throws JsonProcessingException {
        assertEquals(List.of(), FOUR.rates(lines(17)));
        assertEquals(List.of(100.0, 110.0), FOUR.rates(lines(30)));
        assertEquals(List.of(100.0, 110.0, 120.0, 130.0), FOUR.rates(lines(80)));
        assertEquals(List.of(), FOUR.rates(List.of()));
    }

    @Test
    void shouldTellThePresentPhase() throws JsonProcessingException {
        assertEquals(List.of(-1, -1, 0, 0, 1, 2), List.of(FOUR.present(lines(2)), FOUR.present(lines(7)),
            FOUR.present(lines(8)), FOUR.present(lines(17)), FOUR.present(lines(18)), FOUR.present(lines(28))));
    }

    @Test
    void shouldWatchByTurnsSoThatNeitherIsAlwaysLater() {
        assertEquals(List.of(false, true, true, false, false, true, true, false),
            IntStream.range(0, 8).mapToObj(Phases::isWatched).toList());
    }
}
