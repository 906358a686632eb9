package io.troupe.launcher.run;

import io.troupe.actor.evaluation.EpisodePlayer;
import io.troupe.actor.evaluation.EpisodePlayer.Frame;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Draws an episode frame by frame: on a terminal each over the one before, elsewhere one after the other. */
final class EpisodeScreen implements Consumer<Frame> {
    private final Spectator spectator;
    private final AttentionPicture attention;
    private int lines;

    EpisodeScreen(Spectator spectator, AttentionPicture.Parts attention) {
        this.spectator = spectator;
        this.attention = new AttentionPicture(attention);
    }

    @Override
    public void accept(Frame frame) {
        StringBuilder text = new StringBuilder();
        if (spectator.isTerminal() && lines > 0) {
            // Up to the frame's first line, and everything below it erased.
            text.append("\033[").append(lines).append("A\033[J");
        }
        String drawing = frame.drawing().stripTrailing();
        String picture = (drawing.isEmpty() ? "" : drawing + "\n") + numbers(frame) + "\n"
            + attention.draw(frame.attention());
        lines = (int) picture.chars().filter(c -> c == '\n').count();
        spectator.out().print(text.append(picture));
        spectator.out().flush();
        if (spectator.isTerminal()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(spectator.delayMs()));
        }
    }

    private static String numbers(Frame frame) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "step %d | return %.1f", frame.step(),
            frame.episodeReturn()));
        float[] qValues = frame.qValues();
        if (qValues.length == 0 && frame.action() != EpisodePlayer.NO_ACTION) {
            text.append(" | action ").append(frame.action());
        }
        for (int action = 0; action < qValues.length; action++) {
            text.append(String.format(Locale.ROOT, "%s%sQ(%d) %.2f", action == 0 ? " | " : "  ",
                action == frame.action() ? "*" : " ", action, qValues[action]));
        }
        return text.toString();
    }
}
