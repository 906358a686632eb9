package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import io.troupe.launcher.run.AttentionPicture;
import io.troupe.launcher.run.AttentionPicture.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionPictureTest {
    private static final AttentionReading FIRST = new AttentionReading("layers.0", Over.STEPS, 2,
        new float[] {0.5f, 0, 0.25f, 0.25f, 0, 0, 0, 1});
    private static final AttentionReading SECOND = new AttentionReading("layers.10", Over.CELLS, 1,
        new float[] {0.1f, 0.9f});

    @Test
    void shouldDrawALineForEachHeadWithThePresentOnTheRight() {
        assertEquals("""
            layers.0  head 0 |█ ▒▒| 1.50 bits, most −3
            layers.0  head 1 |   █| 0.00 bits, most now
            layers.10 head 0 |   █| 0.47 bits, most cells[1]
            """, new AttentionPicture(Parts.ALL).draw(List.of(FIRST, SECOND)));
    }

    @Test
    void shouldDrawTheLastPartOrNone() {
        assertEquals("layers.10 head 0 | █| 0.47 bits, most cells[1]\n",
            new AttentionPicture(Parts.LAST).draw(List.of(FIRST, SECOND)));
        assertEquals("", new AttentionPicture(Parts.NONE).draw(List.of(FIRST, SECOND)));
        assertEquals("", new AttentionPicture(Parts.ALL).draw(List.of()));
    }

    @Test
    void shouldKeepThePresentInItsPlaceWhenAnEpisodeBeginsAgain() {
        AttentionPicture picture = new AttentionPicture(Parts.ALL);
        picture.draw(List.of(FIRST));
        assertEquals("a head 0 |   █| 0.00 bits, most now\n",
            picture.draw(List.of(new AttentionReading("a", Over.STEPS, 1, new float[] {1}))));
    }

    @Test
    void shouldDrawSeveralStepsAsOneBlockWhereThereAreMany() {
        float[] weights = new float[129];
        weights[0] = 0.5f;
        weights[127] = 0.5f;
        String line = new AttentionPicture(Parts.ALL).draw(List.of(new AttentionReading("a", Over.STEPS, 1, weights)));
        assertEquals("a head 0 |█" + " ".repeat(41) + "█| 1.00 bits, most −128\n", line);
    }
}
