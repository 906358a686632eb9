package io.troupe.common.config;

import java.util.Collection;
import java.util.Comparator;

/** How many characters must be inserted, deleted or replaced to turn one word into another (Levenshtein 1966). */
final class EditDistance {
    private EditDistance() {
    }

    static int between(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }

    /** The first of the nearest words. */
    static String nearest(String word, Collection<String> words) {
        return words.stream().min(Comparator.comparingInt(known -> between(word, known))).orElseThrow();
    }
}
