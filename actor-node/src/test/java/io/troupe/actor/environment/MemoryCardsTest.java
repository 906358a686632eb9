package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MemoryCardsTest {
    private static final String NAME = "memory-cards";
    private static final int PLACES = 10;

    private final EnvironmentTrial cards = new EnvironmentTrial(NAME, Map.of(), 7);
    private final RandomGenerator random = new SplittableRandom(3);

    @Test
    void shouldRemoveAPairAndTellNothingOfAMiss() {
        int[] found = new int[2];
        for (int episode = 0; episode < 300; episode++) {
            cards.reset();
            int shown = shown();
            int kind = (int) cards.seen(0, shown);
            int guess = random.nextInt(PLACES);
            StepOutcome outcome = cards.step(guess);
            assertFalse(outcome.isEnd());
            boolean isPair = outcome.reward() == 0;
            found[isPair ? 1 : 0]++;
            int next = shown();
            for (int place = 0; place < PLACES; place++) {
                boolean isGone = isPair && (place == shown || place == guess);
                assertEquals(isGone, cards.seen(0, place) == 6);
            }
            assertTrue(isPair || outcome.reward() == -1);
            assertTrue(!isPair || guess != shown && cards.seen(0, next) != kind);
            if (isPair) {
                assertEquals(-1, cards.step(guess).reward(), "an empty place");
            }
        }
        assertEquals(30, found[1], 12, "one guess of ten finds the partner");
    }

    @Test
    void shouldRefuseToPairACardWithItself() {
        for (int step = 0; step < 30; step++) {
            cards.reset();
            assertEquals(-1, cards.step(shown()).reward());
        }
    }

    @Test
    void shouldTerminateWhenAllAreGoneAndTruncateAfterFiftySteps() {
        EnvironmentTrial endless = new EnvironmentTrial(NAME, Map.of("max-episode-steps", "100000"), 7);
        int[] steps = new int[1];
        double misses = endless.play(step -> {
            steps[0]++;
            return random.nextInt(PLACES);
        });
        assertEquals(steps[0] - 5, -misses, "five of the steps cost nothing");
        for (int place = 0; place < PLACES; place++) {
            assertEquals(6, endless.seen(0, place));
        }
        cards.reset();
        for (int step = 1; step <= 50; step++) {
            StepOutcome outcome = cards.step(shown());
            assertEquals(step == 50, outcome.isTruncated());
            assertFalse(outcome.isTerminated());
        }
    }

    @Test
    void shouldBeWorthMoreToWhoRemembers() {
        double guessing = cards.mean(4_000, step -> {
            int guess = random.nextInt(PLACES);
            while (cards.seen(0, guess) != 0) {
                guess = random.nextInt(PLACES);
            }
            return guess;
        });
        // With m cards left, one of m − 1 guesses is right: 8 + 6 + 4 + 2 misses, but for the episodes that are cut.
        assertEquals(-19.7, guessing, 0.4);
        assertEquals(-5.64, cards.mean(4_000, new Rememberer(false)::action), 0.15);
        assertEquals(-5.32, cards.mean(4_000, new Rememberer(true)::action), 0.15);
    }

    /** Knows the kind of every card that it has seen, and if it is told to, where a kind is not. */
    private final class Rememberer {
        private final boolean remembersMisses;
        private final int[] kinds = new int[PLACES];
        private final boolean[][] isNotAt = new boolean[6][PLACES];

        Rememberer(boolean remembersMisses) {
            this.remembersMisses = remembersMisses;
        }

        int action(int step) {
            if (step == 0) {
                Arrays.fill(kinds, 0);
                for (boolean[] places : isNotAt) {
                    Arrays.fill(places, false);
                }
            }
            int shown = shown();
            int kind = (int) cards.seen(0, shown);
            kinds[shown] = kind;
            for (int place = 0; place < PLACES; place++) {
                if (place != shown && kinds[place] == kind) {
                    return place;
                }
            }
            int guess = random.nextInt(PLACES);
            while (cards.seen(0, guess) != 0 || kinds[guess] != 0 || remembersMisses && isNotAt[kind][guess]) {
                guess = random.nextInt(PLACES);
            }
            isNotAt[kind][guess] = true;
            return guess;
        }
    }

    @Test
    void shouldTurnUpEachCardEquallyOften() {
        int[] counts = new int[PLACES];
        for (int episode = 0; episode < 5_000; episode++) {
            cards.reset();
            counts[shown()]++;
        }
        for (int count : counts) {
            assertEquals(500, count, 90);
        }
    }

    @Test
    void shouldKeepTheContract() {
        assertEquals(new EnvironmentSchema(List.of(new ObservationColumn("cards", ElementType.UINT8, List.of(10))), 10),
            cards.layout().schema());
        cards.assertKeepsTheContract();
        cards.assertAllocatesNothing();
        cards.assertHasAPreset();
        EnvironmentTrial.assertRefuses(NAME, "max-episode-steps", "0");
        EnvironmentTrial.assertRefuses(NAME, "pairs", "4");
    }

    @Test
    void shouldDrawTheCardThatIsTurnedUp() {
        cards.reset();
        int shown = shown();
        String[] lines = cards.render().split("\n");
        assertEquals('0' + (int) cards.seen(0, shown), lines[0].charAt(4 * shown + 1));
        assertEquals('0' + shown, lines[1].charAt(4 * shown + 1));
        assertEquals("step 0   10 cards left", lines[2]);
    }

    /** The only place whose kind is seen. */
    private int shown() {
        int found = -1;
        for (int place = 0; place < PLACES; place++) {
            float value = cards.seen(0, place);
            if (value >= 1 && value <= 5) {
                assertEquals(-1, found);
                found = place;
            } else {
                assertTrue(value == 0 || value == 6);
            }
        }
        assertTrue(found >= 0);
        return found;
    }
}
