package io.troupe.launcher;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far something is that takes long: one line of the error output, drawn in its place again and erased at last, where
 * that is a terminal; nothing where it is none, so that a file or a pipe has only what is asked for. Thread-safe.
 */
public final class ProgressLine implements Consumer<String>, AutoCloseable {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream err;
    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private long drawnNs;
    private boolean isDrawn;

    public ProgressLine(Surroundings surroundings) {
        this(surroundings.err(), surroundings.terminal(), surroundings.nanoClock());
    }

    ProgressLine(PrintStream err, Terminal terminal, LongSupplier nanoClock) {
        this.err = err;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
    }

    /** What counts up: not each of its numbers is drawn, since a terminal is slow. */
    @Override
    public synchronized void accept(String text) {
        if (!isDrawn || nanoClock.getAsLong() - drawnNs >= INTERVAL_NS) {
            now(text);
        }
    }

    /** What is drawn whatever came just before. */
    public synchronized void now(String text) {
        if (!terminal.isErrorInteractive()) {
            return;
        }
        drawnNs = nanoClock.getAsLong();
        isDrawn = true;
        // One column stays free: a terminal that is written full begins a new line.
        err.print(ERASE_LINE + text.substring(0, Math.min(text.length(), Math.max(0, terminal.columns() - 1))));
        err.flush();
    }

    @Override
    public synchronized void close() {
        if (isDrawn) {
            err.print(ERASE_LINE);
            err.flush();
            isDrawn = false;
        }
    }
}
