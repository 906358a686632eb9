package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.actor.evaluation.EpisodePlayer;
import io.troupe.actor.evaluation.EpisodePlayer.Frame;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EpisodeScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldDrawEachFrameOverTheOneBeforeOnATerminal() {
        show(true);
        assertEquals("a pole\nstep 0 | return 0.0 | *Q(0) 1.00\n\033[2A\033[J"
            + "the pole leans\nstep 1 | return 1.0 | *Q(0) 2.00\n", text());
    }

    @Test
    void shouldWriteFramesOneAfterTheOtherWithoutControlCharactersElsewhere() {
        show(false);
        assertEquals("a pole\nstep 0 | return 0.0 | *Q(0) 1.00\nthe pole leans\nstep 1 | return 1.0 | *Q(0) 2.00\n", text());
    }

    @Test
    void shouldTellTheActionOfWhatDoesNotGoByValues() {
        EpisodeScreen screen = screen(false);
        screen.accept(new Frame(0, "a pole\n", new float[] {1, 0}, 1, 0, false, false, List.of()).withoutValues());
        screen.accept(new Frame(1, "", new float[0], EpisodePlayer.NO_ACTION, 1, true, false, List.of()).withoutValues());
        assertEquals("a pole\nstep 0 | return 0.0 | action 1\nstep 1 | return 1.0\n", text());
    }

    private EpisodeScreen screen(boolean isTerminal) {
        return new EpisodeScreen(new Spectator(new PrintStream(bytes, true, StandardCharsets.UTF_8), isTerminal, 0,
            OptionalLong.empty()), AttentionPicture.Parts.ALL);
    }

    private void show(boolean isTerminal) {
        EpisodeScreen screen = screen(isTerminal);
        screen.accept(new Frame(0, "a pole\n", new float[] {1}, 0, 0, false, false, List.of()));
        screen.accept(new Frame(1, "the pole leans\n", new float[] {2}, 0, 1, false, false, List.of()));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
