package io.troupe.launcher;

/**
 * What the standard output is connected to.
 *
 * @param columns   of the terminal; of no meaning without one
 * @param isColored whether colours are wanted there
 */
public record Terminal(boolean isInteractive, int columns, boolean isColored) {
    private static final int USUAL_COLUMNS = 80;

    /**
     * The script tells in {@code troupe.terminal.columns}, 0 for no terminal: since JDK 22 a console is there even
     * where no terminal is.
     */
    static Terminal ofThisProcess() {
        int columns = Integer.getInteger("troupe.terminal.columns", System.console() == null ? 0 : USUAL_COLUMNS);
        boolean isWanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(columns > 0, columns > 0 ? columns : USUAL_COLUMNS, columns > 0 && isWanted);
    }
}
