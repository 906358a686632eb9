package io.troupe.replay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLogTest {
    private static final StepLayout LAYOUT = layout(4);
    @TempDir
    Path folder;

    @Test
    void shouldGiveEachRecordAKeyThatDiesWithItsSegment() {
        try (StepLog log = open(LAYOUT, 30, 10)) {
            assertEquals(3, log.places());
            UnsafeBuffer records = new UnsafeBuffer(new byte[10 * LAYOUT.stride()]);
            long[] keys = new long[5];
            for (int segment = 0; segment < 5; segment++) {
                if (log.sequence(log.nextPlace()) != 0) {
                    log.drop(log.nextPlace());
                }
                int place = log.openSegment(7, 0, 10L * segment, 10L * segment, segment == 0 ? -1 : (segment - 1) % 3,
                    0, 0);
                log.append(place, records, 0, 10, 10);
                keys[segment] = log.keyOf(place * 10 + 4);
                assertEquals(place * 10 + 4, log.slotOf(keys[segment]));
            }
            assertEquals(-1, log.slotOf(keys[0]));
            assertEquals(-1, log.slotOf(keys[1]));
            assertEquals(24, log.slotOf(keys[2]));
            assertEquals(-1, log.slotOf(keys[4] + 30));
            assertEquals(-1, log.previous(2));
            assertEquals(2, log.previous(0));
            assertEquals(0, log.next(2));
            assertEquals(keys.length, keys[4] / 10 - keys[0] / 10 + 1);
        }
    }

    @Test
    void shouldSplitAStoreIntoPiecesOfAGibibyteAtMost() {
        Geometry geometry = new Geometry(28_240, 200_000, 64);
        long bytes = 0;
        for (int piece = 0; piece < geometry.pieces; piece++) {
            assertTrue(geometry.pieceBytes(piece) <= 1L << 30);
            bytes += geometry.pieceBytes(piece);
        }
        assertEquals((long) geometry.places * geometry.placeBytes, bytes);
        assertEquals(geometry.pieces - 1, geometry.piece(geometry.places - 1));
        assertTrue(geometry.recordIndex(geometry.places - 1, 63) + 28_240
            <= geometry.pieceBytes(geometry.pieces - 1));
    }

    @Test
    void shouldNoticeEveryChangedBit() {
        try (StepLog log = open(LAYOUT, 30, 10)) {
            UnsafeBuffer records = new UnsafeBuffer(new byte[LAYOUT.stride()]);
            int place = log.openSegment(7, 0, 0, 0, -1, 0, 0);
            log.append(place, records, 0, 1, 1);
            assertTrue(log.verify(place, 0));
            for (int bit = 0; bit < 8 * LAYOUT.stride(); bit++) {
                int at = log.recordIndex(place, 0) + bit / 8;
                byte value = log.piece(place).getByte(at);
                log.piece(place).putByte(at, (byte) (value ^ 1 << bit % 8));
                assertFalse(log.verify(place, 0), "bit " + bit);
                log.piece(place).putByte(at, value);
            }
        }
    }

    @Test
    void shouldNotTakeARecordOfAnEarlierSegmentForOneOfThis() {
        try (StepLog log = open(LAYOUT, 10, 10)) {
            UnsafeBuffer records = new UnsafeBuffer(new byte[10 * LAYOUT.stride()]);
            log.append(log.openSegment(7, 0, 0, 0, -1, 0, 0), records, 0, 10, 10);
            log.drop(0);
            log.openSegment(7, 0, 0, 0, -1, 0, 0);
            assertFalse(log.verify(0, 5));
        }
    }

    @Test
    void shouldKeepItsIdentityAndGiveAnotherStoreAnother() {
        long storeId;
        try (StepLog log = open(LAYOUT, 30, 10)) {
            storeId = log.storeId();
            try (StepLog other = new StepLog(folder.resolve("other"), LAYOUT, 30, 10, StateSpec.NONE,
                    new SplittableRandom(2)::nextLong)) {
                assertNotEquals(storeId, other.storeId());
            }
        }
        StepLog again = open(LAYOUT, 30, 10);
        again.close();
        assertEquals(storeId, again.storeId());
    }

    @Test
    void shouldRefuseAFolderOfAnotherLayoutAndNameBoth() {
        open(LAYOUT, 30, 10).close();
        TroupeException refusal = assertThrows(TroupeException.class, () -> open(layout(5), 30, 10));
        assertEquals(ErrorCode.LAYOUT_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains(LAYOUT.fingerprint()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(layout(5).fingerprint()), refusal.getMessage());
        open(LAYOUT, 30, 10).close();
    }

    @Test
    void shouldRefuseAFolderOfAnotherSize() {
        open(LAYOUT, 30, 10).close();
        TroupeException capacity = assertThrows(TroupeException.class, () -> open(LAYOUT, 50, 10));
        assertTrue(capacity.getMessage().contains("capacity in steps 30, this run has 50"), capacity.getMessage());
        TroupeException segment = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 15));
        assertTrue(segment.getMessage().contains("replay.segment-steps 10, this run has 15"), segment.getMessage());
        assertEquals(ErrorCode.LAYOUT_MISMATCH, segment.code());
    }

    @Test
    void shouldRefuseAFolderThatIsInUse() {
        try (StepLog log = open(LAYOUT, 30, 10)) {
            TroupeException refusal = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
            assertEquals(ErrorCode.RESOURCE, refusal.code());
            assertTrue(refusal.getMessage().contains("is in use by another shard"), refusal.getMessage());
            assertNotEquals(0, log.storeId());
        }
        open(LAYOUT, 30, 10).close();
    }

    @Test
    void shouldRefuseAPlaceThatIsNoFolder() throws IOException {
        Files.writeString(folder.resolve("file"), "something else");
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new StepLog(folder.resolve("file"), LAYOUT, 30, 10, StateSpec.NONE, () -> 1));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("cannot be written"), refusal.getMessage());
    }

    @Test
    void shouldSayAtTheStartThatTheDiskIsTooSmall() {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new StepLog(folder.resolve("big"), layout(2_000_000), 1 << 24, 64, StateSpec.NONE, () -> 1));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("bytes free; the store needs"), refusal.getMessage());
    }

    @Test
    void shouldBeginAgainWhereAStoreWasNeverFinished() throws IOException {
        open(LAYOUT, 30, 10).close();
        Files.delete(folder.resolve("store").resolve("store.header"));
        try (StepLog log = open(LAYOUT, 50, 10)) {
            assertEquals(50, log.capacity());
        }
    }

    @Test
    void shouldRefuseADamagedStore() throws IOException {
        open(LAYOUT, 30, 10).close();
        Path header = folder.resolve("store").resolve("store.header");
        byte[] bytes = Files.readAllBytes(header);
        bytes[20] ^= 1;
        Files.write(header, bytes);
        TroupeException refusal = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("is damaged"), refusal.getMessage());
    }

    @Test
    void shouldRefuseSizesThatCannotBe() {
        assertThrows(TroupeException.class, () -> open(LAYOUT, 0, 10));
        assertThrows(TroupeException.class, () -> open(LAYOUT, 10, 0));
        assertThrows(TroupeException.class, () -> open(LAYOUT, 1L << 40, 64));
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWritten() {
        Path place = Path.of("/proc/troupe-replay");
        assumeTrue(Files.isDirectory(place.getParent()));
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new StepLog(place, LAYOUT, 30, 10, StateSpec.NONE, () -> 1));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("/proc/troupe-replay cannot be written"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("choose another with replay.directory"), refusal.getMessage());
    }

    @Test
    void shouldNameTheFileThatCannotBeAllocated() throws IOException {
        Path inTheWay = folder.resolve("store").resolve("segments-000");
        Files.createDirectories(inTheWay.resolve("full"));
        TroupeException refusal = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("cannot hold its file segments-000 of "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("free some space"), refusal.getMessage());
        Files.delete(inTheWay.resolve("full"));
        open(LAYOUT, 30, 10).close();
    }

    @Test
    void shouldRefuseAFileOfAnotherLength() throws IOException {
        open(LAYOUT, 30, 10).close();
        Path priorities = folder.resolve("store").resolve("priorities");
        Files.write(priorities, new byte[119]);
        TroupeException refusal = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertTrue(refusal.getMessage().contains("its file priorities has 119 bytes; expected 120"),
            refusal.getMessage());
        Files.delete(priorities);
        TroupeException missing = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
        assertTrue(missing.getMessage().contains("priorities"), missing.getMessage());
    }

    @Test
    void shouldRefuseAFolderOfAnotherVersion() throws IOException {
        open(LAYOUT, 30, 10).close();
        Path header = folder.resolve("store").resolve("store.header");
        UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.wrap(Files.readAllBytes(header)));
        bytes.putInt(8, 1);
        bytes.putInt(12, new RecordCheck().of(bytes, 16, 48, 1));
        Files.write(header, bytes.byteBuffer().array());
        TroupeException refusal = assertThrows(TroupeException.class, () -> open(LAYOUT, 30, 10));
        assertEquals(ErrorCode.LAYOUT_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains("format version 1, this run has 2"), refusal.getMessage());
    }

    @Test
    void shouldNotUseASequenceAgainWhereTheHeadersNextOneIsDamaged() throws IOException {
        for (int bit = 0; bit < 64; bit++) {
            Path header = folder.resolve("store").resolve("store.header");
            try (StepLog log = open(LAYOUT, 30, 10)) {
                for (int i = 0; bit == 0 && i < 3; i++) {
                    log.openSegment(7, 0, 0, 0, -1, 0, 0);
                }
            }
            byte[] bytes = Files.readAllBytes(header);
            bytes[64 + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(header, bytes);
            try (StepLog log = open(LAYOUT, 30, 10)) {
                assertTrue(log.nextSequence() > 5 && log.nextSequence() < 1000, "bit " + bit + ": " + log.nextSequence());
            }
        }
    }

    @Test
    void shouldNotLinkSegmentsBetweenWhichRecordsAreMissing() {
        UnsafeBuffer records = new UnsafeBuffer(new byte[10 * LAYOUT.stride()]);
        try (StepLog log = open(LAYOUT, 30, 10)) {
            int first = log.openSegment(7, 0, 0, 0, -1, 0, 0);
            log.append(first, records, 0, 9, 9);
            log.append(log.openSegment(7, 0, 10, 10, first, 0, 0), records, 0, 10, 10);
        }
        try (StepLog log = open(LAYOUT, 30, 10)) {
            assertEquals(-1, log.previous(1));
            assertEquals(-1, log.next(0));
        }
    }

    @Test
    void shouldTakeLittleMoreThanOneAtariFrameAStep() {
        StepLayout atari = new StepLayout(new EnvironmentSchema(
            List.of(new ObservationColumn("screen", ElementType.UINT8, List.of(84, 84))), 18));
        WindowSpec window = WindowSpec.nStep(atari.schema(), 3, 4);
        assertEquals(2 * 4 * 84 * 84 + 4 + 3 * 4 + 8, window.rowBytes(atari));
        Geometry geometry = new Geometry(atari.stride(), 1_000_000, 64);
        double framesAStep = (double) geometry.totalBytes() / geometry.capacity / (84 * 84);
        assertTrue(framesAStep >= 1 && framesAStep <= 1.1, framesAStep + " frames a step");
    }

    private StepLog open(StepLayout layout, long capacity, int segmentSteps) {
        return new StepLog(folder.resolve("store"), layout, capacity, segmentSteps, StateSpec.NONE,
            new SplittableRandom(1)::nextLong);
    }

    private static StepLayout layout(int floats) {
        return new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("position", floats)), 2));
    }
}