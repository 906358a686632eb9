package io.troupe.learner.membership;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Issues numbers that are never issued again, also not after a restart: the file holds the end of a reserved block, and
 * is moved on, atomically, before the block's first number is used.
 */
public final class IdIssuer {
    private static final long BLOCK = 1_000;

    private final Path file;
    private long next;
    private long reserved;

    /** @param file holds the reserved end; made where it is missing */
    public IdIssuer(Path file) {
        this.file = file;
        try {
            next = Files.exists(file) ? Long.parseLong(Files.readString(file).trim()) : 1;
        } catch (IOException | NumberFormatException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the file of issued numbers " + file + " cannot be read ("
                + e.getMessage() + "); restore it, or start a new run", e);
        }
        reserved = next;
    }

    public synchronized long next() {
        if (next == reserved) {
            reserve(reserved + BLOCK);
        }
        return next++;
    }

    private void reserve(long end) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, Long.toString(end), StandardCharsets.US_ASCII);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            reserved = end;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "the file of issued numbers " + file + " cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
