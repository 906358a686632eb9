package io.troupe.actor.gym;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which colours mark what matters, as the escape sequences of terminals set them (ECMA-48, SGR), as text without
 * colours: {@code [x]} has a coloured background, {@code (x)} is coloured, {@code <x>} is magenta. Where a line is
 * marked, all of its length are widened: what was below each other in a grid stays so, and a line above it as it is.
 */
final class MarkedText {
    private static final Pattern ESCAPE = Pattern.compile("\033\\[([0-9;]*)([@-~])");
    private static final int MAGENTA = 35;
    private static final char PLAIN = ' ';

    private final List<String> lines = new ArrayList<>();
    /** For each character of a line the bracket that opens before it; {@link #PLAIN} for none. */
    private final List<String> marks = new ArrayList<>();
    private char background = PLAIN;
    private char foreground = PLAIN;

    private MarkedText() {
    }

    static String of(String coloured) {
        MarkedText text = new MarkedText();
        coloured.lines().forEach(text::read);
        return text.written();
    }

    private void read(String line) {
        StringBuilder characters = new StringBuilder();
        StringBuilder opening = new StringBuilder();
        Matcher escape = ESCAPE.matcher(line);
        int from = 0;
        while (escape.find()) {
            append(line.substring(from, escape.start()), characters, opening);
            if (escape.group(2).equals("m")) {
                set(escape.group(1).split(";"));
            }
            from = escape.end();
        }
        append(line.substring(from), characters, opening);
        lines.add(characters.toString());
        marks.add(opening.toString());
    }

    private void append(String part, StringBuilder characters, StringBuilder opening) {
        characters.append(part);
        opening.append(String.valueOf(background == PLAIN ? foreground : background).repeat(part.length()));
    }

    private void set(String[] codes) {
        for (String text : codes) {
            int code = text.isEmpty() || text.length() > 3 ? 0 : Integer.parseInt(text);
            set(code);
            if (code == 38 || code == 48) {
                // What follows says which of 256 or more colours it is.
                return;
            }
        }
    }

    private void set(int code) {
        if (code == 0) {
            background = PLAIN;
            foreground = PLAIN;
        } else if (isColour(code, 30)) {
            foreground = code == MAGENTA ? '<' : '(';
        } else if (isColour(code, 40)) {
            background = '[';
        } else if (code == 39) {
            foreground = PLAIN;
        } else if (code == 49) {
            background = PLAIN;
        }
    }

    /** Of the eight from {@code first} on, one of more, or of the bright forms of the eight. */
    private static boolean isColour(int code, int first) {
        return code >= first && code <= first + 8 || code >= first + 60 && code < first + 68;
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            if (line > 0) {
                text.append('\n');
            }
            for (int column = 0; column < lines.get(line).length(); column++) {
                char mark = marks.get(line).charAt(column);
                String character = lines.get(line).substring(column, column + 1);
                text.append(isMarked(column, lines.get(line).length()) ? mark + character + closing(mark) : character);
            }
        }
        return text.toString();
    }

    private boolean isMarked(int column, int length) {
        return marks.stream().anyMatch(line -> line.length() == length && line.charAt(column) != PLAIN);
    }

    private static char closing(char opening) {
        return switch (opening) {
            case '[' -> ']';
            case '(' -> ')';
            case '<' -> '>';
            default -> PLAIN;
        };
    }
}
