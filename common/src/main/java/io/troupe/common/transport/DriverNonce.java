package io.troupe.common.transport;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A random number in the media driver's folder. Who reads the same one shares the driver's memory, whatever the folder
 * is called in its container.
 */
final class DriverNonce {
    private static final String FILE = "troupe-nonce";
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private DriverNonce() {
    }

    static OptionalLong read(Path folder) throws IOException {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(Files.readString(folder.resolve(FILE)).trim(), 16));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Reads the number that {@link MediaDriverHost} writes just after it has started its driver. A driver that is not
     * ours gets one from the first of its clients.
     */
    static long await(Path folder) throws IOException {
        long startNs = System.nanoTime();
        OptionalLong nonce = read(folder);
        while (nonce.isEmpty() && System.nanoTime() - startNs < TIMEOUT_NS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            nonce = read(folder);
        }
        return nonce.isPresent() ? nonce.getAsLong() : readOrWrite(folder, random());
    }

    /** Reads the folder's number, or gives it this one. Of several that do so at once, one wins and all read its. */
    static long readOrWrite(Path folder, long nonce) throws IOException {
        Path temporary = folder.resolve(FILE + "-" + Long.toHexString(random()));
        Files.writeString(temporary, Long.toHexString(nonce));
        try {
            Files.createLink(folder.resolve(FILE), temporary);
        } catch (FileAlreadyExistsException e) {
            // Somebody was first.
        } finally {
            Files.deleteIfExists(temporary);
        }
        return read(folder).orElseThrow(() -> new IOException("not a hexadecimal number: " + folder.resolve(FILE)));
    }

    /** Never 0, which stands for no driver. */
    static long random() {
        return new SecureRandom().nextLong() | 1;
    }
}
