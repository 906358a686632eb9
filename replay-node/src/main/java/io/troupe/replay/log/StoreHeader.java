package io.troupe.replay.log;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The file {@code store.header}: what the store is, and the few numbers that its segments cannot tell.
 *
 * <pre>
 *   0       8         12      16         24             32         40            44         48
 *   | magic | version | check | store id | segment size | capacity | text length | text crc | unused …
 *   64              72                    84       128
 *   | next sequence | {@link KeptNumbers} | unused | layout fingerprint, UTF-8, the first 3,000 bytes |
 *   3200          3204           3208          3212       3216            3220
 *   | state bytes | state check  | text length | text crc | state entries | their network's fingerprint, UTF-8 |
 * </pre>
 *
 * What is behind the check changes while the store is used. {@code next sequence} is a {@link CheckedWord}. State
 * entries are 0 where there are no files of recurrent states; of their network's fingerprint the first 800 bytes are
 * there.
 *
 * <p>The file is made last, and under its final name only when it is whole: without it there is no store.
 */
final class StoreHeader {
    static final String NAME = "store.header";
    private static final String NEW_NAME = "store.header.new";
    private static final int LENGTH = 4096;
    private static final long MAGIC = 0x4550_5552_544C_5052L;
    private static final int FORMAT_VERSION = 2;
    private static final int VERSION = 8;
    private static final int CHECK = 12;
    private static final int STORE_ID = 16;
    private static final int SEGMENT_STEPS = 24;
    private static final int CAPACITY = 32;
    private static final int TEXT_LENGTH = 40;
    private static final int TEXT_CRC = 44;
    private static final int NEXT_SEQUENCE = 64;
    private static final int NUMBERS = 72;
    private static final int TEXT = 128;
    private static final int MAX_TEXT = 3000;
    private static final int STATE_BYTES = 3200;
    private static final int STATE_CHECK = 3204;
    private static final int STATE_TEXT_LENGTH = 3208;
    private static final int STATE_TEXT_CRC = 3212;
    private static final int STATE_ENTRIES = 3216;
    private static final int STATE_TEXT = 3220;
    private static final int MAX_STATE_TEXT = 800;

    private final UnsafeBuffer buffer;
    private final KeptNumbers numbers;

    private StoreHeader(UnsafeBuffer buffer) {
        this.buffer = buffer;
        numbers = new KeptNumbers(buffer, NUMBERS);
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
        buffer.putLong(NEXT_SEQUENCE, CheckedWord.of(geometry.places, 0));
        new KeptNumbers(buffer, NUMBERS).reset();
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

    /** The lowest segment sequence that was never used; 0 where that is damaged. */
    long nextSequence() {
        long word = buffer.getLong(NEXT_SEQUENCE);
        return CheckedWord.isWhole(word, 0) ? CheckedWord.value(word) : 0;
    }

    void nextSequence(long sequence) {
        buffer.putLongVolatile(NEXT_SEQUENCE, CheckedWord.of(sequence, 0));
    }

    /** Whether there are, or were, files of states. */
    boolean hasStates() {
        return buffer.getInt(STATE_ENTRIES) != 0;
    }

    /** Entries of a segment in the files of states, where these are of such states; otherwise 0. */
    int stateEntries(StateSpec states) {
        byte[] text = states.fingerprint().getBytes(StandardCharsets.UTF_8);
        int entries = buffer.getInt(STATE_ENTRIES);
        boolean isSame = entries >= states.entries() && buffer.getInt(STATE_CHECK) == stateCheck(buffer, entries)
            && buffer.getInt(STATE_BYTES) == states.bytes() && buffer.getInt(STATE_TEXT_LENGTH) == text.length
            && buffer.getInt(STATE_TEXT_CRC) == crc(text);
        return isSame ? entries : 0;
    }

    /** Tells of the files of states, which must be whole. */
    void states(StateSpec states) {
        byte[] text = states.fingerprint().getBytes(StandardCharsets.UTF_8);
        buffer.putInt(STATE_BYTES, states.bytes());
        buffer.putInt(STATE_TEXT_LENGTH, text.length);
        buffer.putInt(STATE_TEXT_CRC, crc(text));
        buffer.putBytes(STATE_TEXT, text, 0, Math.min(text.length, MAX_STATE_TEXT));
        buffer.putInt(STATE_CHECK, stateCheck(buffer, states.entries()));
        buffer.putIntVolatile(STATE_ENTRIES, states.entries());
    }

    /** There are no files of states any more. */
    void removeStates() {
        buffer.putIntVolatile(STATE_ENTRIES, 0);
    }

    KeptNumbers numbers() {
        return numbers;
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
            buffer.getLong(CAPACITY), new String(text, StandardCharsets.UTF_8), describeStates(buffer));
    }

    private static Optional<StateSpec> describeStates(UnsafeBuffer buffer) {
        int entries = buffer.getInt(STATE_ENTRIES);
        if (entries == 0) {
            return Optional.of(StateSpec.NONE);
        }
        byte[] text = new byte[Math.min(Math.max(buffer.getInt(STATE_TEXT_LENGTH), 0), MAX_STATE_TEXT)];
        buffer.getBytes(STATE_TEXT, text);
        boolean isWhole = buffer.getInt(STATE_CHECK) == stateCheck(buffer, entries)
            && text.length == buffer.getInt(STATE_TEXT_LENGTH) && buffer.getInt(STATE_TEXT_CRC) == crc(text);
        return isWhole ? Optional.of(new StateSpec(buffer.getInt(STATE_BYTES), entries,
            new String(text, StandardCharsets.UTF_8))) : Optional.empty();
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

    private static int stateCheck(UnsafeBuffer buffer, int entries) {
        long seed = (long) entries << 32 | buffer.getInt(STATE_BYTES);
        return new RecordCheck().of(buffer, STATE_TEXT_LENGTH, STATE_ENTRIES - STATE_TEXT_LENGTH, seed);
    }

    private static int crc(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text);
        return (int) crc.getValue();
    }
}
