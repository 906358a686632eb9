package io.troupe.launcher.reproduce;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of results, which are there in full or not at all. */
final class TextFile {
    private TextFile() {
    }

    /** Makes the folder too. @throws TroupeException RESOURCE where that cannot be */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + " (" + e + ")", e);
        }
    }
}
