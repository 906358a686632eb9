package io.troupe.actor.environment;

import io.troupe.common.environment.Observation;
import java.util.Arrays;

/**
 * What a MinAtar game shows: bits [channels, 10, 10], row-major, from the top left corner. Kept in words of 64, so that
 * an observation is written by some stores of long.
 */
final class MinAtarScreen {
    static final int SIZE = 10;

    private final int bits;
    private final long[] words;

    MinAtarScreen(int channels) {
        bits = channels * SIZE * SIZE;
        words = new long[(bits + 63) / 64];
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    void set(int channel, int x, int y) {
        int at = (channel * SIZE + y) * SIZE + x;
        words[at >> 6] |= 1L << at;
    }

    /** Sets what lies on the screen. */
    void setIfInside(int channel, int x, int y) {
        if (x >= 0 && x < SIZE) {
            set(channel, x, y);
        }
    }

    /** Sets the cells of a row whose bits are set, that of x = 0 the lowest. */
    void setRow(int channel, int y, int row) {
        int at = (channel * SIZE + y) * SIZE;
        int shift = at & 63;
        words[at >> 6] |= (long) row << shift;
        if (shift > 64 - SIZE) {
            words[(at >> 6) + 1] |= row >>> 64 - shift;
        }
    }

    boolean isSet(int channel, int x, int y) {
        int at = (channel * SIZE + y) * SIZE + x;
        return (words[at >> 6] >>> at & 1) == 1;
    }

    void writeTo(Observation observation) {
        observation.putBits(0, words, bits);
    }

    /** Ten lines; each cell is the character of its first channel that is set there. */
    String text(String characters) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                char shown = '.';
                for (int channel = characters.length() - 1; channel >= 0; channel--) {
                    shown = isSet(channel, x, y) ? characters.charAt(channel) : shown;
                }
                text.append(x == 0 ? "" : " ").append(shown);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
