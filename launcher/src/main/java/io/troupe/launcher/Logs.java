package io.troupe.launcher;

import java.nio.file.Path;

/** Where a command sends the log, from then on. Warnings come to the error output in any case. */
public interface Logs {
    /** @throws io.troupe.common.error.TroupeException RESOURCE where the file cannot be written */
    void toFile(Path file);

    /** Everything to the error output: a process of its own in a terminal or container. */
    void toConsole();
}
