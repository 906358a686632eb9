package io.troupe.launcher.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A further {@code troupe} command in a process of its own, which ends when this one does. Used by one thread, but for
 * {@link #kill}.
 */
public interface ToolProcess extends AutoCloseable {
    boolean isAlive();

    /** Of a process that has ended. */
    int exitStatus();

    /** The error that the process ended with, as it told a person; empty where it told none. */
    Optional<String> lastError();

    /** The file with all that this process, and those of the same name before it, have said. */
    Path output();

    /** What {@code train} does at Ctrl-C, with this reason. Returns at once. */
    void requestStop(String reason);

    /** At once, without a chance to end in order. Any thread. */
    void kill();

    /** Asks the process to end, and waits some seconds for that; kills it where it has not come. */
    @Override
    void close();
}
