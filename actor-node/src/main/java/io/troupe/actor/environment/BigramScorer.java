package io.troupe.actor.environment;

import java.util.Arrays;

/**
 * Characters are right as often as they follow each other in some text. With A characters, and P(b|a) the share of b among
 * what follows a, each pair counted once more than it is there (Laplace), the character b after a is paid (1 + log_A P(b|a))
 * / 2L: nothing where all characters are equally likely, a half of all where each is certain. The other half is paid at the
 * end, for the share of pairs that had not been written before in the same text: or else a short loop would be best.
 */
final class BigramScorer implements TextScorer {
    private final String alphabet;
    private final int length;
    /** (1 + log_A P(b|a)) / 2 at [a · A + b]; a = A for the first character, of which any may begin. */
    private final double[] worth;
    private final boolean[] isWritten;
    private int different;

    /**
     * @param text   what is learned from, of two different characters at least
     * @param length L, characters to be written
     */
    BigramScorer(String text, int length) {
        alphabet = alphabet(text);
        this.length = length;
        int size = alphabet.length();
        isWritten = new boolean[(size + 1) * size];
        worth = new double[(size + 1) * size];
        double[] counts = new double[worth.length];
        Arrays.fill(counts, 1);
        for (int at = 1; at < text.length(); at++) {
            counts[alphabet.indexOf(text.charAt(at - 1)) * size + alphabet.indexOf(text.charAt(at))]++;
        }
        for (int previous = 0; previous <= size; previous++) {
            double sum = Arrays.stream(counts, previous * size, (previous + 1) * size).sum();
            for (int next = 0; next < size; next++) {
                worth[previous * size + next] = (1 + Math.log(counts[previous * size + next] / sum) / Math.log(size)) / 2;
            }
        }
    }

    /** Its characters, in order, each once. */
    static String alphabet(String text) {
        return text.chars().distinct().sorted()
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    @Override
    public String alphabet() {
        return alphabet;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void reset() {
        Arrays.fill(isWritten, false);
        different = 0;
    }

    @Override
    public double score(int position, int previous, int next) {
        int pair = (previous < 0 ? alphabet.length() : previous) * alphabet.length() + next;
        different += isWritten[pair] ? 0 : 1;
        isWritten[pair] = true;
        return worth[pair] / length;
    }

    @Override
    public double scoreWhole() {
        return 0.5 * different / length;
    }
}
