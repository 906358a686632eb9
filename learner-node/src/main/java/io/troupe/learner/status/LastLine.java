package io.troupe.learner.status;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The last line of a file of lines. */
final class LastLine {
    private LastLine() {
    }

    /** Cuts off what a process that was killed has begun to write. */
    static void dropTorn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            long end = content.length();
            while (end > 0) {
                content.seek(end - 1);
                if (content.read() == '\n') {
                    break;
                }
                end--;
            }
            content.setLength(end);
        }
    }
}
