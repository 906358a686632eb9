package io.troupe.launcher.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under each other; a heading that begins with {@code >} puts its column to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] isRight;

    TextTable(String... headings) {
        isRight = new boolean[headings.length];
        String[] first = headings.clone();
        for (int i = 0; i < first.length; i++) {
            isRight[i] = first[i].startsWith(">");
            first[i] = isRight[i] ? first[i].substring(1) : first[i];
        }
        rows.add(first);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int[] widths = new int[isRight.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP).append(isRight[i] ? padding + row[i] : row[i] + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
