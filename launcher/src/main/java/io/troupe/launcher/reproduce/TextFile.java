package io.troupe.launcher.reproduce;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of results, which are there in full or not at all. */
final class TextFile {
    private TextFile() {
    }

    /** Makes the folder too. @throws TroupeException RESOURCE where that cannot be */
    static void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + " (" + e + ")", e);
        }
    }
}
