package io.troupe.launcher.run;

import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import java.util.List;
import java.util.Locale;

/**
 * What a network looked at as lines of shaded blocks, one for each head: the oldest step on the left and the present
 * one on the right, the darker the more, in fifths of the most attended. Then the entropy, and what was looked at
 * most.
 *
 * <pre>
 *   memory.layers.0 head 0 |     ░ ▒█ ░| 1.52 bits, most −2
 * </pre>
 */
public final class AttentionPicture {
    /** Which parts are drawn. */
    public enum Parts { NONE, LAST, ALL }

    private static final String SHADES = " ░▒▓█";
    /** More than these are drawn several to a block: the most attended of them. */
    private static final int MAX_BLOCKS = 64;

    private final Parts parts;
    private int widest;

    public AttentionPicture(Parts parts) {
        this.parts = parts;
    }

    /** Empty, or some lines, each with its end. */
    public String draw(List<AttentionReading> attention) {
        StringBuilder text = new StringBuilder();
        int first = switch (parts) {
            case NONE -> attention.size();
            case LAST -> Math.max(0, attention.size() - 1);
            case ALL -> 0;
        };
        List<AttentionReading> drawn = attention.subList(first, attention.size());
        drawn.forEach(part -> widest = Math.max(widest, count(part)));
        int nameWidth = drawn.stream().mapToInt(part -> part.part().length()).max().orElse(0);
        for (AttentionReading part : drawn) {
            for (int head = 0; head < part.heads(); head++) {
                String blocks = blocks(part, head);
                text.append(String.format(Locale.ROOT, "%-" + nameWidth + "s head %d |%s%s| %.2f bits, most %s\n",
                    part.part(), head, " ".repeat(widest - blocks.length()), blocks, part.entropyBits(head),
                    most(part, head)));
            }
        }
        return text.toString();
    }

    private static String blocks(AttentionReading part, int head) {
        float most = part.weight(head, part.top(head));
        int each = stepsOfABlock(part);
        int count = count(part);
        // The newest block is a full one, so that steps keep their places beside the present one.
        int before = count * each - part.attended();
        char[] blocks = new char[count];
        for (int block = 0; block < count; block++) {
            float weight = 0;
            for (int i = Math.max(0, block * each - before); i < (block + 1) * each - before; i++) {
                weight = Math.max(weight, part.weight(head, i));
            }
            blocks[block] = SHADES.charAt(Math.min(SHADES.length() - 1, (int) (SHADES.length() * weight / most)));
        }
        return new String(blocks);
    }

    private static int stepsOfABlock(AttentionReading part) {
        return (part.attended() + MAX_BLOCKS - 1) / MAX_BLOCKS;
    }

    private static int count(AttentionReading part) {
        int each = stepsOfABlock(part);
        return (part.attended() + each - 1) / each;
    }

    private static String most(AttentionReading part, int head) {
        int top = part.top(head);
        if (part.over() != Over.STEPS) {
            return part.over().name().toLowerCase(Locale.ROOT) + "[" + top + "]";
        }
        int stepsAgo = part.attended() - 1 - top;
        return stepsAgo == 0 ? "now" : "−" + stepsAgo;
    }
}
