package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/**
 * A folder for what whole commands leave, among the system's temporary files. Gone with all that is in it when closed.
 *
 * @param path of the folder, which is there and was empty
 */
public record ScratchFolder(Path path) implements AutoCloseable {
    /**
     * @param benchmark whose it is, for its name
     * @throws TroupeException RESOURCE where it cannot be made
     */
    public static ScratchFolder of(String benchmark) {
        try {
            return new ScratchFolder(Files.createTempDirectory("troupe-bench-" + benchmark + "-"));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "a folder for the runs cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        IoUtil.delete(path.toFile(), true);
    }
}
