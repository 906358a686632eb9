package io.troupe.actor.gym;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory that this process and the worker's map. Its file is removed as soon as both have it, so that nothing stays where
 * one of them is killed. {@code worker.py} draws the layout.
 */
final class SharedMemory implements AutoCloseable {
    private static final int BEGUN_OFFSET = 0;
    private static final int DONE_OFFSET = 64;
    private static final int ARRAYS_OFFSET = 128;
    private static final int ARRAYS = 4;

    private final int count;
    private final int observationBytes;
    private final int stride;
    private final Path file;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;

    /**
     * @param count            environments
     * @param observationBytes of one
     * @param maskBytes        of the mask behind it
     */
    SharedMemory(int count, int observationBytes, int maskBytes) {
        this.count = count;
        this.observationBytes = observationBytes;
        stride = (observationBytes + maskBytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        long length = ARRAYS_OFFSET + ((long) ARRAYS * Long.BYTES + stride) * count;
        if (length > Integer.MAX_VALUE) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the observations of " + count + " environments take "
                + length + " bytes; expected less than 2 GiB in one process: choose more with --env-set processes=…");
        }
        try {
            file = Files.createTempFile(folder(length), "troupe-gym-", ".memory");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot make a file of " + length
                + " bytes to share with Python: " + e.getMessage() + "; expected room in /dev/shm or java.io.tmpdir", e);
        }
        buffer = new UnsafeBuffer(mapped);
    }

    /** Memory where there is room in it, otherwise the folder for temporary files. */
    private static Path folder(long length) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return Stream.of(Path.of("/dev/shm")).filter(folder -> Files.isWritable(folder) && room(folder) > 2 * length)
            .findFirst().orElse(temporary);
    }

    private static long room(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    Path file() {
        return file;
    }

    /** Both have mapped it. */
    void removeFile() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    void begun(long rounds) {
        buffer.putLongVolatile(BEGUN_OFFSET, rounds);
    }

    long done() {
        return buffer.getLongVolatile(DONE_OFFSET);
    }

    /** @param value the action, or the seed of the episode */
    void task(int slot, int task, long value) {
        buffer.putLong(at(0, slot), task);
        buffer.putLong(at(1, slot), value);
    }

    void clearTask(int slot) {
        buffer.putLong(at(0, slot), 0);
    }

    double reward(int slot) {
        return buffer.getDouble(at(2, slot));
    }

    int end(int slot) {
        return (int) buffer.getLong(at(3, slot));
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int observationOffset(int slot) {
        return at(ARRAYS, 0) + slot * stride;
    }

    int maskOffset(int slot) {
        return observationOffset(slot) + observationBytes;
    }

    private int at(int array, int slot) {
        return ARRAYS_OFFSET + (array * count + slot) * Long.BYTES;
    }

    @Override
    public void close() {
        removeFile();
        IoUtil.unmap(mapped);
    }
}
