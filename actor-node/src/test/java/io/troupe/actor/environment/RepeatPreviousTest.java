package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatPreviousTest {
    private static final String EASY = "repeat-previous-easy";

    private final EnvironmentTrial cards = new EnvironmentTrial(EASY, Map.of(), 7);

    @ParameterizedTest
    @CsvSource({"easy, 1, 4", "medium, 2, 32", "hard, 3, 64"})
    void shouldBeWorthOneToWhoRemembers(String level, int decks, int k) {
        EnvironmentTrial trial = new EnvironmentTrial("repeat-previous-" + level, Map.of(), 7);
        int[] seen = new int[52 * decks];
        int[] counts = new int[4];
        int[] steps = new int[1];
        double remembered = trial.mean(20, step -> {
            seen[step] = suit(trial);
            counts[seen[step]]++;
            steps[0]++;
            return step + 1 < k ? 0 : seen[step + 1 - k];
        });
        assertEquals(1, remembered, 1e-5);
        assertEquals(20 * (52 * decks - 1), steps[0]);
        for (int suit = 0; suit < 4; suit++) {
            // The last card is seen as well, where no action follows.
            assertEquals(20 * 13 * decks, counts[suit], 20);
        }
    }

    @Test
    void shouldBeWorthMinusOneHalfToWhoDoesNot() {
        SplittableRandom random = new SplittableRandom(3);
        assertEquals(-0.5, cards.mean(2_000, step -> random.nextInt(4)), 0.01);
        assertEquals(-0.5, cards.mean(2_000, step -> 2), 0.01);
        // The present card's suit is one of the deck's that another place has less often.
        assertEquals(-0.53, cards.mean(2_000, step -> suit(cards)), 0.01);
    }

    @Test
    void shouldAskFromTheFourthStepOn() {
        cards.reset();
        int first = suit(cards);
        for (int step = 1; step <= 3; step++) {
            assertEquals(0, cards.step(first).reward());
        }
        assertEquals(1f / 48, cards.step(first).reward());
        cards.reset();
        first = suit(cards);
        for (int step = 1; step <= 3; step++) {
            cards.step(0);
        }
        StepOutcome wrong = cards.step((first + 1) % 4);
        assertEquals(-1f / 48, wrong.reward());
        assertFalse(wrong.isEnd());
    }

    @Test
    void shouldTerminateWithTheLastCard() {
        cards.reset();
        for (int step = 1; step <= 51; step++) {
            StepOutcome outcome = cards.step(0);
            assertEquals(step == 51, outcome.isTerminated());
            assertFalse(outcome.isTruncated());
            suit(cards);
        }
    }

    @Test
    void shouldKeepTheContract() {
        assertEquals(new EnvironmentSchema(List.of(new ObservationColumn("suit", ElementType.BIT, List.of(4))), 4),
            cards.layout().schema());
        cards.assertKeepsTheContract();
        cards.assertAllocatesNothing();
        EnvironmentTrial.assertRefuses(EASY, "decks", "2");
    }

    @ParameterizedTest
    @CsvSource({"easy", "medium", "hard"})
    void shouldHaveAPreset(String level) {
        new EnvironmentTrial("repeat-previous-" + level, Map.of(), 7).assertHasAPreset();
    }

    @Test
    void shouldDrawTheCardThatIsAskedFor() {
        cards.reset();
        char first = "SHDC".charAt(suit(cards));
        assertEquals(" " + first + " \ncard 1 of 52   nothing asked yet", cards.render());
        cards.step(0);
        cards.step(0);
        cards.step(0);
        assertTrue(cards.render().startsWith("(" + first + ") "), cards.render());
        assertTrue(cards.render().endsWith("card 4 of 52   asked for the card in brackets"), cards.render());
    }

    /** Exactly one bit is set. */
    private static int suit(EnvironmentTrial trial) {
        int found = -1;
        for (int suit = 0; suit < 4; suit++) {
            if (trial.seen(0, suit) == 1) {
                assertEquals(-1, found);
                found = suit;
            }
        }
        assertTrue(found >= 0);
        return found;
    }
}
