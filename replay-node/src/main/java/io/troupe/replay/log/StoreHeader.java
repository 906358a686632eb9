package io.troupe.replay.log;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The file {@code store.header}: what the store is, and the few numbers that its segments cannot tell.
 *
 * <pre>
 *   0       8         12      16         24             32        40              44         48           56
 *   | magic | version | check | store id | segment size | capacity| text length   | text crc | last priority …
 *   64              72              80             128
 *   | next sequence | insert limit  | max priority | layout fingerprint, UTF-8, the first 3,000 bytes |
 * </pre>
 *
 * The file is made last, and under its final name only when it is whole: without it there is no store.
 */
final class StoreHeader {
    static final String NAME = "store.header";
    private static final String NEW_NAME = "store.header.new";
    private static final int LENGTH = 4096;
    private static final long MAGIC = 0x4550_5552_544C_5052L;
    private static final int FORMAT_VERSION = 1;
    private static final int VERSION = 8;
    private static final int CHECK = 12;
    private static final int STORE_ID = 16;
    private static final int SEGMENT_STEPS = 24;
    private static final int CAPACITY = 32;
    private static final int TEXT_LENGTH = 40;
    private static final int TEXT_CRC = 44;
    private static final int NEXT_SEQUENCE = 64;
    private static final int INSERT_LIMIT = 72;
    private static final int MAX_PRIORITY = 80;
    private static final int TEXT = 128;
    private static final int MAX_TEXT = 3000;

    private final UnsafeBuffer buffer;

    private StoreHeader(UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    static StoreHeader create(StoreFolder folder, Geometry geometry, String fingerprint, LongSupplier newStoreId) {
        folder.allocate(NEW_NAME, LENGTH);
        MappedByteBuffer mapped = folder.map(NEW_NAME, LENGTH);
        UnsafeBuffer buffer = new UnsafeBuffer(mapped);
        byte[] text = fingerprint.getBytes(StandardCharsets.UTF_8);
        buffer.putLong(0, MAGIC);
        buffer.putInt(VERSION, FORMAT_VERSION);
        // 0 stands for no store.
        buffer.putLong(STORE_ID, LongStream.generate(newStoreId).filter(id -> id != 0).findFirst().orElseThrow());
        buffer.putLong(SEGMENT_STEPS, geometry.segmentSteps);
        buffer.putLong(CAPACITY, geometry.capacity);
        buffer.putInt(TEXT_LENGTH, text.length);
        buffer.putInt(TEXT_CRC, crc(text));
        buffer.putLong(NEXT_SEQUENCE, geometry.places);
        buffer.putLong(INSERT_LIMIT, Long.MAX_VALUE);
        buffer.putFloat(MAX_PRIORITY, 1);
        buffer.putBytes(TEXT, text, 0, Math.min(text.length, MAX_TEXT));
        buffer.putInt(CHECK, check(buffer));
        mapped.force();
        folder.rename(NEW_NAME, NAME);
        return new StoreHeader(buffer);
    }

    /** Opens the header of an existing store, and refuses it where it is not one of this layout and size. */
    static StoreHeader open(StoreFolder folder, Geometry geometry, String fingerprint) {
        UnsafeBuffer buffer = new UnsafeBuffer(folder.map(NAME, LENGTH));
        if (buffer.getLong(0) != MAGIC || buffer.getInt(CHECK) != check(buffer)) {
            throw new TroupeException(ErrorCode.RESOURCE, "the file " + folder.path().resolve(NAME).toAbsolutePath()
                + " is not the header of a replay store, or is damaged; remove the folder to begin with an empty"
                + " replay");
        }
        refuse(folder, "format version", buffer.getInt(VERSION), FORMAT_VERSION);
        byte[] text = fingerprint.getBytes(StandardCharsets.UTF_8);
        if (buffer.getInt(TEXT_LENGTH) != text.length || buffer.getInt(TEXT_CRC) != crc(text)) {
            byte[] stored = new byte[Math.min(Math.max(buffer.getInt(TEXT_LENGTH), 0), MAX_TEXT)];
            buffer.getBytes(TEXT, stored);
            refuse(folder, "layout", "'" + new String(stored, StandardCharsets.UTF_8) + "'", "'" + fingerprint + "'");
        }
        refuse(folder, "replay.segment-steps", buffer.getLong(SEGMENT_STEPS), (long) geometry.segmentSteps);
        refuse(folder, "capacity in steps", buffer.getLong(CAPACITY), (long) geometry.capacity);
        return new StoreHeader(buffer);
    }

    long storeId() {
        return buffer.getLong(STORE_ID);
    }

    /** The lowest segment sequence that was never used; never less than the number of places. */
    long nextSequence() {
        return buffer.getLong(NEXT_SEQUENCE);
    }

    void nextSequence(long sequence) {
        buffer.putLongVolatile(NEXT_SEQUENCE, sequence);
    }

    long insertLimitSteps() {
        return buffer.getLong(INSERT_LIMIT);
    }

    void insertLimitSteps(long limit) {
        buffer.putLong(INSERT_LIMIT, limit);
    }

    float maxPriority() {
        return buffer.getFloat(MAX_PRIORITY);
    }

    void maxPriority(float priority) {
        buffer.putFloat(MAX_PRIORITY, priority);
    }

    /** Reads a header without opening its store, which may be in use. */
    static StoreDescription describe(Path file) {
        UnsafeBuffer buffer;
        try {
            buffer = new UnsafeBuffer(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file.toAbsolutePath() + " ("
                + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
        if (buffer.capacity() != LENGTH || buffer.getLong(0) != MAGIC || buffer.getInt(CHECK) != check(buffer)) {
            throw new TroupeException(ErrorCode.RESOURCE, "the file " + file.toAbsolutePath()
                + " is not the header of a replay store, or is damaged");
        }
        byte[] text = new byte[Math.min(Math.max(buffer.getInt(TEXT_LENGTH), 0), MAX_TEXT)];
        buffer.getBytes(TEXT, text);
        return new StoreDescription(buffer.getLong(STORE_ID), (int) buffer.getLong(SEGMENT_STEPS),
            buffer.getLong(CAPACITY), new String(text, StandardCharsets.UTF_8));
    }

    private static void refuse(StoreFolder folder, String what, Object got, Object expected) {
        if (!got.equals(expected)) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the replay folder " + folder.path().toAbsolutePath()
                + " was made with " + what + " " + got + ", this run has " + expected
                + "; set it as it was, or choose another folder with replay.directory");
        }
    }

    private static int check(UnsafeBuffer buffer) {
        return new RecordCheck().of(buffer, STORE_ID, NEXT_SEQUENCE - STORE_ID, buffer.getInt(VERSION));
    }

    private static int crc(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text);
        return (int) crc.getValue();
    }
}
