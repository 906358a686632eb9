package io.troupe.launcher;

/**
 * What the standard output is connected to, and whether the error output is to a terminal, too.
 *
 * @param columns   of the terminal; of no meaning without one
 * @param isColored whether colours are wanted there
 * @param isErrorInteractive whether somebody looks at the error output: with {@code > file} only at that, with
 *                           {@code 2> file} only at the other
 */
public record Terminal(boolean isInteractive, int columns, boolean isColored, boolean isErrorInteractive) {
    private static final int USUAL_COLUMNS = 80;

    /** Both outputs to one terminal, or to none. */
    Terminal(boolean isInteractive, int columns, boolean isColored) {
        this(isInteractive, columns, isColored, isInteractive);
    }

    /**
     * The script tells in {@code troupe.terminal.columns}, 0 for no terminal, and {@code troupe.terminal.errors}: since JDK 22 a console is there even
     * where no terminal is.
     */
    static Terminal ofThisProcess() {
        int columns = Integer.getInteger("troupe.terminal.columns", System.console() == null ? 0 : USUAL_COLUMNS);
        boolean isWanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(columns > 0, columns > 0 ? columns : USUAL_COLUMNS, columns > 0 && isWanted,
            Boolean.getBoolean("troupe.terminal.errors"));
    }
}
