package io.troupe.replay.log;

import io.troupe.common.schema.StepLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A ring of segments in memory-mapped files: every record as it came, each under a key that is never used again.
 * Segment s lies in place s mod {@link #places()}; a record has key = s × S + offset and slot = place × S + offset =
 * key mod {@link #capacity()}; so a key lives iff its place still holds its segment, and no map is needed. The raw
 * priorities of the windows, one for each slot, lie beside, outside the checks.
 *
 * <p>All files have their full length from the start. Every write is ordered so that the death of the process at any
 * moment leaves a store that can be opened: a record counts when the segment's progress says so, a segment exists when
 * its sequence is written. Against the death of the host there are {@link #force()} and a check of each record.
 *
 * <p>For one thread. The folder is locked while the log is open.
 */
public final class StepLog implements AutoCloseable {
    private static final int NONE = -1;

    private final Geometry geometry;
    private final StoreFiles files;
    private final StoreHeader header;
    private final RecordCheck recordCheck = new RecordCheck();
    private final SegmentRing ring;
    private boolean isChanged;

    /**
     * Opens the store in a folder, or makes one where there is none. The segments of an existing store are then read
     * with {@link #verify}, and it continues with fresh segments.
     *
     * @param capacitySteps records that it holds; rounded up to whole segments
     * @param newStoreId    names a new store; must not give the same number again in another run
     * @throws io.troupe.common.error.TroupeException RESOURCE where the folder cannot be had or is damaged,
     *     LAYOUT_MISMATCH where it was made for another layout or size
     */
    public StepLog(Path path, StepLayout layout, long capacitySteps, int segmentSteps, LongSupplier newStoreId) {
        geometry = new Geometry(layout.stride(), capacitySteps, segmentSteps);
        files = new StoreFiles(path, geometry, layout.fingerprint(), newStoreId);
        header = files.header();
        ring = new SegmentRing(geometry.places);
        readSegments();
    }

    public long storeId() {
        return header.storeId();
    }

    /** Records that fit: places × S. */
    public int capacity() {
        return geometry.capacity;
    }

    public int places() {
        return geometry.places;
    }

    /** S, the records of a segment. */
    public int segmentSteps() {
        return geometry.segmentSteps;
    }

    /** The slot of a record that is still held, or −1 where the key is dead. */
    public int slotOf(long key) {
        if (key < 0) {
            return NONE;
        }
        int slot = (int) (key % geometry.capacity);
        int place = geometry.place(slot);
        int offset = slot - place * geometry.segmentSteps;
        boolean isLive = key - offset == ring.sequence(place) * geometry.segmentSteps && offset < ring.count(place);
        return isLive ? slot : NONE;
    }

    /** The key of the record in a slot of a live segment. */
    public long keyOf(int slot) {
        int place = geometry.place(slot);
        return ring.sequence(place) * geometry.segmentSteps + slot - place * geometry.segmentSteps;
    }

    public int placeOf(int slot) {
        return geometry.place(slot);
    }

    /** The place that the next segment takes. What it holds must have been {@link #drop}ped before. */
    public int nextPlace() {
        return (int) (header.nextSequence() % geometry.places);
    }

    /** The sequence of the segment in a place; 0 where it holds none. */
    public long sequence(int place) {
        return ring.sequence(place);
    }

    public int count(int place) {
        return ring.count(place);
    }

    /** The place of the lane's next segment of the same epoch, or −1. */
    public int next(int place) {
        return ring.next(place);
    }

    /** The place of the lane's previous segment of the same epoch, or −1 where that is gone. */
    public int previous(int place) {
        return ring.previous(place);
    }

    public long laneId(int place) {
        return SegmentHeader.laneId(piece(place), geometry.placeIndex(place));
    }

    public int epoch(int place) {
        return SegmentHeader.epoch(piece(place), geometry.placeIndex(place));
    }

    public long firstRecord(int place) {
        return ring.firstRecord(place);
    }

    /** Env steps that the lane had stored before this segment. */
    public long stepsBefore(int place) {
        return SegmentHeader.stepsBefore(piece(place), geometry.placeIndex(place));
    }

    /** Env steps that were stored in this segment. */
    public int steps(int place) {
        return SegmentHeader.steps(piece(place), geometry.placeIndex(place));
    }

    /** Opens a segment in {@link #nextPlace()}, which must be empty, and returns that place. */
    public int openSegment(long laneId, int epoch, long firstRecord, long stepsBefore, int previousPlace) {
        long newSequence = header.nextSequence();
        int place = nextPlace();
        if (ring.sequence(place) != 0) {
            throw new IllegalStateException("place " + place + " still holds segment " + ring.sequence(place));
        }
        header.nextSequence(newSequence + 1);
        long previousSequence = previousPlace == NONE ? 0 : ring.sequence(previousPlace);
        SegmentHeader.write(recordCheck, piece(place), geometry.placeIndex(place), newSequence, laneId, epoch,
            firstRecord, stepsBefore, previousSequence);
        ring.add(place, newSequence, firstRecord, 0);
        ring.link(place, previousSequence);
        isChanged = true;
        return place;
    }

    /** Appends records, {@code steps} of them env steps, to a segment that has room for them. */
    public void append(int place, DirectBuffer source, int index, int records, int steps) {
        UnsafeBuffer piece = piece(place);
        int first = ring.count(place);
        int at = geometry.recordIndex(place, first);
        piece.putBytes(at, source, index, records * geometry.stride);
        for (int i = 0; i < records; i++) {
            writeCheck(place, first + i);
        }
        ring.count(place, first + records);
        SegmentHeader.progress(piece, geometry.placeIndex(place), first + records, steps(place) + steps);
        isChanged = true;
    }

    /** Takes away a segment's records from offset {@code newCount} on; {@code newSteps} env steps are left in it. */
    public void truncate(int place, int newCount, int newSteps) {
        ring.count(place, newCount);
        SegmentHeader.progress(piece(place), geometry.placeIndex(place), newCount, newSteps);
        isChanged = true;
    }

    /** Empties a place: its keys are dead. */
    public void drop(int place) {
        SegmentHeader.clear(piece(place), geometry.placeIndex(place));
        ring.remove(place);
        isChanged = true;
    }

    /** Whether the bytes of a record are those that were appended. */
    public boolean verify(int place, int offset) {
        return piece(place).getInt(checkIndex(place, offset)) == check(place, offset);
    }

    /** Replaces a torn record by zeros with these flags. */
    public void erase(int place, int offset, int flags) {
        UnsafeBuffer piece = piece(place);
        int at = geometry.recordIndex(place, offset);
        piece.setMemory(at, geometry.stride, (byte) 0);
        piece.putInt(at + StepLayout.FLAGS_OFFSET, flags);
        writeCheck(place, offset);
        isChanged = true;
    }

    /** The memory that holds the records of a place. */
    public UnsafeBuffer piece(int place) {
        return files.piece(geometry.piece(place));
    }

    /** Where a record begins in {@link #piece}. */
    public int recordIndex(int place, int offset) {
        return geometry.recordIndex(place, offset);
    }

    public int flags(int place, int offset) {
        return piece(place).getInt(geometry.recordIndex(place, offset) + StepLayout.FLAGS_OFFSET);
    }

    /** The bits that are stored for the priority of the window that starts in a slot. */
    public int priorityBits(int slot) {
        return files.priorities().getInt(slot << 2);
    }

    public void priorityBits(int slot, int bits) {
        files.priorities().putInt(slot << 2, bits);
        isChanged = true;
    }

    /** The highest priority that was ever given; at first 1. */
    public float maxPriority() {
        return header.maxPriority();
    }

    public void maxPriority(float priority) {
        header.maxPriority(priority);
    }

    public long insertLimitSteps() {
        return header.insertLimitSteps();
    }

    public void insertLimitSteps(long limit) {
        header.insertLimitSteps(limit);
    }

    /** What is known of lanes apart from their live segments. */
    public List<LaneEntry> laneEntries() {
        return files.lanes().entries();
    }

    public void writeLaneEntry(long laneId, int epoch, long nextRecord, long storedSteps, long entrySequence) {
        files.lanes().write(laneId, epoch, nextRecord, storedSteps, entrySequence);
        isChanged = true;
    }

    /** The lowest sequence that no segment has had. */
    public long nextSequence() {
        return header.nextSequence();
    }

    /** Forces what has changed to the disk: returns when it would survive the death of the host. */
    public void force() {
        if (isChanged) {
            files.force();
            isChanged = false;
        }
    }

    @Override
    public void close() {
        files.close();
    }

    /**
     * Finds the segments there are. Sequences go on one turn of the ring later: none that a crash lost is used again.
     */
    private void readSegments() {
        long after = header.nextSequence();
        for (int place = 0; place < geometry.places; place++) {
            UnsafeBuffer piece = piece(place);
            int at = geometry.placeIndex(place);
            if (SegmentHeader.isValid(recordCheck, piece, at, place, geometry.places, geometry.segmentSteps)) {
                ring.add(place, SegmentHeader.sequence(piece, at), SegmentHeader.firstRecord(piece, at),
                    SegmentHeader.count(piece, at));
                after = Math.max(after, ring.sequence(place) + 1);
            } else if (SegmentHeader.sequence(piece, at) != 0) {
                SegmentHeader.clear(piece, at);
            }
        }
        if (after > geometry.places) {
            header.nextSequence(after + geometry.places);
        }
        for (int place = 0; place < geometry.places; place++) {
            if (ring.sequence(place) != 0) {
                ring.link(place, SegmentHeader.previous(piece(place), geometry.placeIndex(place)));
            }
        }
    }

    private void writeCheck(int place, int offset) {
        piece(place).putInt(checkIndex(place, offset), check(place, offset));
    }

    private int check(int place, int offset) {
        long key = ring.sequence(place) * geometry.segmentSteps + offset;
        return recordCheck.of(piece(place), geometry.recordIndex(place, offset), geometry.stride, key);
    }

    private int checkIndex(int place, int offset) {
        return geometry.placeIndex(place) + Geometry.CHECKS + 4 * offset;
    }
}
