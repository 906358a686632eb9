package io.troupe.launcher.run;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Who watches an episode.
 *
 * @param isTerminal whether somebody looks at {@code out}: then each frame is drawn over the one before
 * @param delayMs    between two frames on a terminal
 * @param seed       of all that is random in the episode; empty: another one each time
 */
public record Spectator(PrintStream out, boolean isTerminal, int delayMs, OptionalLong seed) {
    SplittableRandom random() {
        return seed.isPresent() ? new SplittableRandom(seed.getAsLong()) : new SplittableRandom();
    }
}
