package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextGenerationTest {
    private static final String NAME = "text-generation";
    /** Of " dehlorw". */
    private static final int[] HELLO_WORLD = {3, 2, 4, 4, 5, 0, 7, 5, 6, 4, 1};

    private final EnvironmentTrial text = new EnvironmentTrial(NAME, Map.of("context", "3"), 7);

    @TempDir
    private Path folder;

    @Test
    void shouldBeWorthOneToWhoWritesTheTarget() {
        assertEquals(8, text.layout().schema().actionCount());
        assertEquals(1, text.play(step -> HELLO_WORLD[step]), 1e-6);
        assertEquals("hello world_\ncharacter 11 of 11", text.render());
        // All but one of the eleven, and no whole.
        assertEquals(0.5 * 10 / 11, text.play(step -> step == 4 ? 0 : HELLO_WORLD[step]), 1e-6);
        assertEquals(0, text.play(step -> (HELLO_WORLD[step] + 1) % 8));
    }

    @Test
    void shouldShowTheLastCharactersAndThePosition() {
        text.reset();
        assertSeen(0, 0, 0, 0);
        text.step(3);
        assertSeen(0, 0, 4, 1f / 11);
        text.step(2);
        text.step(4);
        assertSeen(4, 3, 5, 3f / 11);
        text.step(7);
        assertSeen(3, 5, 8, 4f / 11);
        for (int step = 5; step <= 11; step++) {
            StepOutcome outcome = text.step(0);
            assertEquals(step == 11, outcome.isTerminated());
        }
    }

    @Test
    void shouldScoreByPairsOfCharacters() {
        // After a comes b three times of three: with one more for each pair, 4/5 and 1/5.
        BigramScorer scorer = new BigramScorer("abababa", 4);
        assertEquals("ab", scorer.alphabet());
        scorer.reset();
        // Any first character is as good as any other: log_2(1/2) = −1.
        assertEquals(0, scorer.score(0, -1, 0), 1e-12);
        assertEquals((1 + Math.log(0.8) / Math.log(2)) / 8, scorer.score(1, 0, 1), 1e-12);
        assertEquals((1 + Math.log(0.2) / Math.log(2)) / 8, scorer.score(2, 1, 1), 1e-12);
        assertEquals(0.5 * 3 / 4, scorer.scoreWhole(), 1e-12);
        scorer.score(3, 1, 1);
        assertEquals(0.5 * 3 / 4, scorer.scoreWhole(), 1e-12, "a pair counts once");
        scorer.reset();
        assertEquals(0, scorer.scoreWhole());
    }

    @Test
    void shouldLearnItsScorerFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), "the cat sat on the mat and the rat ate that hat");
        EnvironmentTrial trial = new EnvironmentTrial(NAME, Map.of("file", file.toString(), "length", "8"), 7);
        trial.assertKeepsTheContract();
        trial.assertHasAPreset();
        trial.reset();
        assertTrue(trial.seen(0, 7) > 0, "a prompt");
        assertTrue(trial.render().matches("\\(.\\)_\ncharacter 0 of 8"), trial.render());
        int t = " acdehmnorst".indexOf('t');
        int h = " acdehmnorst".indexOf('h');
        trial.step(t);
        double likely = trial.step(h).reward();
        trial.step(t);
        assertTrue(likely > trial.step(t).reward() + 0.02);
    }

    @Test
    void shouldKeepTheContract() {
        text.reset();
        text.assertAllocatesNothing();
        text.assertHasAPreset();
        assertThrows(IllegalArgumentException.class, () -> text.reset().step(8));
        text.play(step -> 0);
        assertThrows(IllegalStateException.class, () -> text.step(0));
        EnvironmentTrial.assertRefuses(NAME, "text", "aaaa");
        EnvironmentTrial.assertRefuses(NAME, "context", "0");
        EnvironmentTrial.assertRefuses(NAME, "length", "0");
        String told = assertThrows(IllegalArgumentException.class,
            () -> Environments.named(NAME).schema(Map.of("file", "/no/such/text"))).getMessage();
        assertTrue(told.contains("'/no/such/text', could not be read"), told);
    }

    private void assertSeen(int first, int second, int third, float position) {
        assertEquals(first, text.seen(0, 0));
        assertEquals(second, text.seen(0, 1));
        assertEquals(third, text.seen(0, 2));
        assertEquals(position, text.seen(1, 0));
    }
}
