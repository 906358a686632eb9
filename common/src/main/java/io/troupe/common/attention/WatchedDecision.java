package io.troupe.common.attention;

import io.troupe.common.network.AttentionReading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A decision, and what the network looked at to make it.
 *
 * @param episode   counted from 0
 * @param step      of the episode, counted from 0
 * @param qValues   one for each action
 * @param drawing   the state drawn with characters; empty where there is nothing to draw, or more than {@value
 *                  #MAX_DRAWING} of them
 * @param attention from the encoder to the head; empty where nothing attends
 */
public record WatchedDecision(long episode, int step, int action, List<Float> qValues, String drawing,
                              List<AttentionReading> attention) {
    private static final int MAX_DRAWING = 4_096;
    private static final int BYTES_OF_FIELDS = 48;
    private static final int BYTES_OF_PART = 24;

    public WatchedDecision {
        qValues = List.copyOf(qValues);
        drawing = drawing.length() > MAX_DRAWING ? "" : drawing;
        attention = List.copyOf(attention);
    }

    /** At least as many as its message has. */
    public int bytes() {
        int bytes = BYTES_OF_FIELDS + Float.BYTES * qValues.size() + length(drawing);
        for (AttentionReading part : attention) {
            bytes += BYTES_OF_PART + length(part.part()) + Short.BYTES * part.heads() * part.attended();
        }
        return bytes;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
