package io.troupe.launcher;

import java.util.function.Consumer;

/** How the world outside tells a process to end. */
public interface StopSignals {
    /**
     * Until the result is closed: the first signal calls {@code requestStop} with a reason, the second one calls
     * {@code abandon} and halts the process with status 130. Both on a thread that may not be held up.
     *
     * @param isInterruptible whether a terminal's interrupt (Ctrl-C) counts; where not, a parent process takes care
     */
    Listening listen(Consumer<String> requestStop, Runnable abandon, boolean isInterruptible);

    /** Ends with {@link #close}. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
