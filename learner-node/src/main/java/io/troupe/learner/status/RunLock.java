package io.troupe.learner.status;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One process at a time owns a run's folder: it holds the lock of the file {@code run.lock}, whose text is its process
 * number. The lock ends with the process, however that ends.
 */
public final class RunLock implements AutoCloseable {
    /** Of this process. To open and close a file again would let go of its lock: the system keeps one a process. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final int ATTEMPTS = 5;
    private static final long ATTEMPT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws TroupeException RESOURCE where another process, or this one, owns the folder */
    static RunLock take(Path folder) {
        Path file = folder.resolve("run.lock").toAbsolutePath().normalize();
        if (!OWN.add(file)) {
            throw taken(folder, "this process");
        }
        FileChannel channel = null;
        boolean isTaken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw taken(folder, "process " + Files.readString(file).trim());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            isTaken = true;
            return new RunLock(file, channel);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot lock " + file + ": " + AtomicFile.reason(e)
                + "; make the run's folder writable", e);
        } finally {
            if (!isTaken) {
                close(channel);
                OWN.remove(file);
            }
        }
    }

    /**
     * Whether a process owns the folder, as far as this one can tell: another machine's locks may not be seen here. Does
     * not disturb the owner.
     */
    static boolean isHeld(Path folder) {
        Path file = folder.resolve("run.lock").toAbsolutePath().normalize();
        if (OWN.contains(file)) {
            return true;
        }
        // Shared, so that those who look do not see each other.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
             FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Patient for a moment: who only {@linkplain #isHeld looks} holds the lock for so long. */
    private static FileLock tryLock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        for (int attempt = 0; lock == null && attempt < ATTEMPTS; attempt++) {
            LockSupport.parkNanos(ATTEMPT_NS);
            lock = channel.tryLock();
        }
        return lock;
    }

    @Override
    public void close() {
        close(channel);
        OWN.remove(file);
    }

    private static TroupeException taken(Path folder, String owner) {
        return new TroupeException(ErrorCode.RESOURCE, "the run in " + folder + " is still running, in " + owner
            + "; stop it first (Ctrl-C there, or POST /api/v1/control/stop), and wait until it has ended");
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
