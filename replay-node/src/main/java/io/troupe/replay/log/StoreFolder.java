package io.troupe.replay.log;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/** The folder of a shard's files, locked for this process: makes files at their full length and maps them. */
final class StoreFolder implements AutoCloseable {
    private static final int ZEROS_BYTES = 1 << 20;

    private final Path folder;
    private final FileChannel lockChannel;
    private final List<MappedByteBuffer> mapped = new ArrayList<>();

    /** Makes the folder if need be, and locks it until {@link #close()}. */
    StoreFolder(Path folder) {
        this.folder = folder;
        try {
            PrivateFile.createFolder(folder);
            lockChannel = FileChannel.open(folder.resolve("store.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            throw problem("cannot be written (" + reason(e) + "); make it writable or choose another with"
                + " replay.directory", e);
        }
        if (!isLocked()) {
            closeQuietly();
            throw problem("is in use by another shard; end that process, or choose another folder with"
                + " replay.directory", null);
        }
    }

    Path path() {
        return folder;
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Whether there is a file of this length. */
    boolean exists(String name, long bytes) {
        try {
            return exists(name) && Files.size(folder.resolve(name)) == bytes;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says before anything is written that the disk is too small. */
    void checkSpace(long bytes) {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            if (usable < bytes) {
                throw problem("has " + usable + " bytes free; the store needs " + bytes
                    + ": free some, make replay.capacity-steps smaller, or choose another with replay.directory", null);
            }
        } catch (IOException e) {
            throw problem("cannot tell its free space (" + reason(e) + "); choose another with replay.directory", e);
        }
    }

    /** Makes a file of zeros whose blocks are all allocated, so that no later write can find the disk full. */
    void allocate(String name, long bytes) {
        Path file = folder.resolve(name);
        try {
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
                for (long left = bytes; left > 0; left -= channel.write(zeros)) {
                    zeros.clear().limit((int) Math.min(left, ZEROS_BYTES));
                }
            }
        } catch (IOException e) {
            // Half a file would only take the room that is missing.
            file.toFile().delete();
            throw problem("cannot hold its file " + name + " of " + bytes + " bytes (" + reason(e)
                + "); free some space, make replay.capacity-steps smaller, or choose another with replay.directory", e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw problem("cannot give up its file " + name + " (" + reason(e) + ")", e);
        }
    }

    /** Gives a file its final name in one step. */
    void rename(String from, String to) {
        try {
            Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw problem("cannot name its file " + to + " (" + reason(e) + ")", e);
        }
    }

    /** Maps a file of exactly {@code bytes} bytes for reading and writing, until {@link #close()}. */
    MappedByteBuffer map(String name, long bytes) {
        Path file = folder.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != bytes) {
                throw problem("is damaged: its file " + name + " has " + channel.size() + " bytes; expected " + bytes
                    + ". Remove the folder to begin with an empty replay", null);
            }
            MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            mapped.add(buffer);
            return buffer;
        } catch (IOException e) {
            throw problem("cannot be read and written (" + reason(e) + ", file " + name + "); make it writable, or"
                + " remove it to begin with an empty replay", e);
        }
    }

    /** Forces everything that is mapped to the disk. */
    void force() {
        for (MappedByteBuffer buffer : mapped) {
            buffer.force();
        }
    }

    /** Unmaps all files and gives the lock back. What was mapped must not be touched any more. */
    @Override
    public void close() {
        mapped.forEach(IoUtil::unmap);
        mapped.clear();
        closeQuietly();
    }

    private boolean isLocked() {
        try {
            FileLock lock = lockChannel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            closeQuietly();
            throw problem("cannot be locked (" + reason(e) + "); choose one on a local disk with replay.directory", e);
        }
    }

    private void closeQuietly() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    private TroupeException problem(String what, Exception cause) {
        return new TroupeException(ErrorCode.RESOURCE,
            "the replay folder " + folder.toAbsolutePath() + " " + what, cause);
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
