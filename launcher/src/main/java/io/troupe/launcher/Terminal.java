package io.troupe.launcher;

/**
 * What the standard output is connected to, and whether the error output is to a terminal, too.
 *
 * @param columns   of the terminal, which both outputs share; of no meaning without one
 * @param isColored whether colours are wanted there
 * @param isErrorInteractive whether somebody looks at the error output: with {@code > file} only at that, with
 *                           {@code 2> file} only at the other
 */
public record Terminal(boolean isInteractive, int columns, boolean isColored, boolean isErrorInteractive) {
    private static final int USUAL_COLUMNS = 80;

    /**
     * The script tells in {@code troupe.terminal.columns} and {@code troupe.terminal.error-columns}: since JDK 22 a
     * console is there even where no terminal is.
     */
    static Terminal ofThisProcess() {
        boolean isColorWanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return of(Integer.getInteger("troupe.terminal.columns", System.console() == null ? 0 : USUAL_COLUMNS),
            Integer.getInteger("troupe.terminal.error-columns", 0), isColorWanted);
    }

    /**
     * @param columns      of the terminal that the standard output goes to, 0 where it goes to none
     * @param errorColumns the same of the error output
     */
    static Terminal of(int columns, int errorColumns, boolean isColorWanted) {
        int ofEither = columns > 0 ? columns : errorColumns;
        return new Terminal(columns > 0, ofEither > 0 ? ofEither : USUAL_COLUMNS, columns > 0 && isColorWanted,
            errorColumns > 0);
    }
}
