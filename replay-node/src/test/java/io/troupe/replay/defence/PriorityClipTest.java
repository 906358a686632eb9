package io.troupe.replay.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PriorityClipTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void shouldClipAtTheFactorTimesTheQuantile() {
        PriorityClip clip = new PriorityClip(0.9, 3);
        observe(clip, 10_240, 100);
        // A bucket is an eighth of its octave wide.
        assertTrue(clip.limit() >= 3 * 89 && clip.limit() <= 3 * 90 * 1.13, "limit " + clip.limit());
        assertEquals(250, clip.clip(250));
        assertEquals(0, clip.clipped());
        assertEquals(clip.limit(), clip.clip(1e6f));
        assertEquals(1, clip.clipped());
    }

    @Test
    void shouldClipNothingBeforeItKnowsTheDistribution() {
        PriorityClip clip = new PriorityClip(0.9, 3);
        observe(clip, 1_023, 1);
        assertEquals(Float.MAX_VALUE, clip.clip(Float.MAX_VALUE));
        observe(clip, 1, 1);
        assertTrue(clip.clip(Float.MAX_VALUE) < 4);
    }

    @Test
    void shouldFollowTheLearner() {
        PriorityClip clip = new PriorityClip(0.999, 1);
        observe(clip, 200_000, 1_000);
        assertTrue(clip.limit() > 900, "limit " + clip.limit());
        observe(clip, 1_000_000, 1);
        assertTrue(clip.limit() < 1.2, "limit " + clip.limit());
    }

    @Test
    void shouldTakeZerosAndTheLargestNumbers() {
        PriorityClip clip = new PriorityClip(1, 10);
        for (int i = 0; i < 2_048; i++) {
            clip.observe(i % 2 == 0 ? 0 : Float.MAX_VALUE);
        }
        assertEquals(Float.MAX_VALUE, clip.clip(Float.MAX_VALUE));
        for (int i = 0; i < 2_000_000; i++) {
            clip.observe(0);
        }
        assertEquals(0, clip.clip(0));
    }

    private void observe(PriorityClip clip, int count, double scale) {
        for (int i = 0; i < count; i++) {
            clip.observe((float) (scale * random.nextDouble()));
        }
    }
}
