package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POPGym's games with cards, beside RepeatPrevious. */
class PopGymTest {
    @ParameterizedTest
    @CsvSource({"easy, 51", "medium, 415", "hard, 831"})
    void shouldBeWorthOneToWhoRemembersTheFirstCard(String level, int steps) {
        EnvironmentTrial cards = trial("repeat-first", level);
        int[] first = new int[1];
        int[] count = new int[1];
        assertEquals(1, cards.mean(5, step -> {
            first[0] = step == 0 ? hot(cards, 0, 4) : first[0];
            count[0]++;
            return first[0];
        }), 1e-4);
        assertEquals(5 * steps, count[0]);
        assertEquals(-0.5, cards.mean(300, step -> hot(cards, 0, 4)), 0.06);
    }

    @Test
    void shouldPayForTheFirstSuitFromTheFirstStepOn() {
        EnvironmentTrial cards = trial("repeat-first", "easy").reset();
        int first = hot(cards, 0, 4);
        assertTrue(cards.render().endsWith("card 1 of 52"), cards.render());
        assertEquals(1f / 51, cards.step(first).reward());
        assertEquals(-1f / 51, cards.step((first + 1) % 4).reward());
        for (int step = 3; step <= 51; step++) {
            StepOutcome outcome = cards.step(first);
            assertEquals(step == 51, outcome.isTerminated());
            assertFalse(outcome.isTruncated());
        }
    }

    @ParameterizedTest
    @CsvSource({"easy, 52", "medium, 104", "hard, 156"})
    void shouldAskForTheCardsInReverseOrder(String level, int size) {
        EnvironmentTrial cards = trial("autoencode", level);
        int[] seen = new int[size];
        int[] count = new int[1];
        double remembered = cards.mean(5, step -> {
            count[0]++;
            // The last card is shown when the first answer is asked for.
            assertEquals(step >= size - 1 ? 1 : 0, cards.seen(0, 4));
            if (step < size) {
                seen[step] = hot(cards, 0, 4);
            } else {
                assertEquals(-1, hot(cards, 0, 4));
            }
            return step < size - 1 ? 0 : seen[2 * (size - 1) - step];
        });
        assertEquals(1, remembered, 1e-4);
        assertEquals(5 * (2 * size - 1), count[0]);
        assertEquals(-0.5, cards.mean(500, step -> 1), 0.02);
    }

    @Test
    void shouldNotPayWhileCardsAreShown() {
        EnvironmentTrial cards = trial("autoencode", "easy").reset();
        for (int step = 1; step <= 51; step++) {
            assertEquals(0, cards.step(0).reward());
        }
        int last = hot(cards, 0, 4);
        assertTrue(cards.render().contains("(" + "SHDC".charAt(last) + ")\ncard 52 of 52   0 told"), cards.render());
        assertEquals(1f / 52, cards.step(last).reward());
    }

    @ParameterizedTest
    @CsvSource({"easy, 2, 26, 51", "medium, 4, 26, 103", "hard, 13, 16, 207"})
    void shouldCountThePresentCardToo(String level, int kinds, int actions, int steps) {
        EnvironmentTrial cards = trial("count-recall", level);
        assertEquals(actions, cards.layout().schema().actionCount());
        for (int episode = 0; episode < 5; episode++) {
            int[] counts = new int[kinds];
            cards.reset();
            for (int step = 1; step <= steps; step++) {
                counts[hot(cards, 0, kinds)]++;
                int count = counts[hot(cards, kinds, kinds)];
                boolean isRight = step % 3 > 0 && count < actions;
                StepOutcome outcome = cards.step(isRight ? count : (count + 1) % actions);
                assertEquals((isRight ? 1f : -1f) / steps, outcome.reward());
                assertEquals(step == steps, outcome.isTerminated());
            }
        }
    }

    @Test
    void shouldBeWorthNearlyOneToWhoCounts() {
        EnvironmentTrial cards = trial("count-recall", "easy");
        int[] counts = new int[2];
        double counted = cards.mean(200, step -> {
            counts[0] = step == 0 ? 0 : counts[0];
            counts[1] = step == 0 ? 0 : counts[1];
            counts[hot(cards, 0, 2)]++;
            return Math.min(25, counts[hot(cards, 2, 2)]);
        });
        assertTrue(counted > 0.95 && counted < 1, "counted " + counted);
        assertTrue(cards.render().contains("how many of kind"), cards.render());
    }

    @Test
    void shouldTurnUpTwoCardsAndKeepAPair() {
        EnvironmentTrial cards = trial("concentration", "easy").reset();
        for (int place = 0; place < 52; place++) {
            assertEquals(0, cards.seen(0, place));
        }
        assertEquals(0, cards.step(0).reward());
        float first = cards.seen(0, 0);
        int other = 1;
        // Of two colours, one of the next places has the other.
        while (true) {
            float paid = cards.step(other).reward();
            boolean isPair = cards.seen(0, other) == first;
            assertEquals(first, cards.seen(0, 0));
            assertEquals(isPair ? 2f / 52 : -2f / 104, paid);
            if (isPair) {
                break;
            }
            other++;
            cards.step(0);
            assertEquals(0, cards.seen(0, other - 1), "a miss is turned down when the next card is turned up");
        }
        cards.step(other + 1);
        assertEquals(first, cards.seen(0, 0));
        assertEquals(first, cards.seen(0, other));
        assertEquals(-2f / 104, cards.step(other + 1).reward(), "a card is no pair with itself");
        cards.step(0);
        assertEquals(-2f / 104, cards.step(other).reward(), "a pair is found once");
        assertTrue(cards.render().endsWith("1 pairs found"), cards.render());
    }

    @Test
    void shouldEndWithTheLastPairOrAfterTwiceTheCards() {
        EnvironmentTrial cards = trial("concentration", "easy").reset();
        for (int step = 1; step <= 104; step++) {
            StepOutcome outcome = cards.step(0);
            assertEquals(step == 104, outcome.isTruncated());
        }
        assertEquals(104, Concentration.maxEpisodeSteps(52));
        assertEquals(208, Concentration.maxEpisodeSteps(104));

        // Pairs by pairs, with what lies where learned from an episode of the same seed.
        EnvironmentTrial same = trial("concentration", "easy").reset();
        int[] kinds = new int[52];
        for (int place = 0; place < 52; place++) {
            same.step(place);
            kinds[place] = (int) same.seen(0, place);
        }
        EnvironmentTrial again = trial("concentration", "easy").reset();
        double sum = 0;
        for (int kind = 1; kind <= 2; kind++) {
            for (int place = 0; place < 52; place++) {
                sum += kinds[place] == kind ? again.step(place).reward() : 0;
            }
        }
        assertEquals(1, sum, 1e-5);
        assertThrows(IllegalStateException.class, () -> again.step(0));
    }

    @ParameterizedTest
    @CsvSource({"repeat-first", "autoencode", "count-recall", "concentration"})
    void shouldKeepTheContract(String name) {
        EnvironmentTrial usual = new EnvironmentTrial(name, Map.of(), 7);
        usual.assertKeepsTheContract();
        usual.assertAllocatesNothing();
        for (String level : new String[] {"easy", "medium", "hard"}) {
            trial(name, level).assertHasAPreset();
        }
        EnvironmentTrial.assertRefuses(name, "level", "heavy");
        EnvironmentTrial.assertRefuses(name, "decks", "2");
        SplittableRandom random = new SplittableRandom(1);
        int actions = usual.layout().schema().actionCount();
        assertTrue(usual.mean(200, step -> random.nextInt(actions)) < -0.1);
    }

    private static EnvironmentTrial trial(String name, String level) {
        return new EnvironmentTrial(name, Map.of("level", level), 7);
    }

    /** The one bit of these that is set; −1: none. */
    private static int hot(EnvironmentTrial trial, int from, int count) {
        int found = -1;
        for (int bit = 0; bit < count; bit++) {
            if (trial.seen(0, from + bit) == 1) {
                assertEquals(-1, found);
                found = bit;
            }
        }
        return found;
    }
}
