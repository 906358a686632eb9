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
    /** Read once: others ask for it who do not know whether the log is still open, and its files still mapped. */
    private final long storeId;
    private final RecordCheck recordCheck = new RecordCheck();
    private final RecordChecks checks;
    private final StateColumn states;
    private final PriorityColumn priorities;
    private final SegmentRing ring;
    private final RecordKeys keys;
    private final OpeningReport openingReport;
    private boolean isChanged;

    /**
     * Opens the store in a folder, or makes one where there is none. The segments of an existing store are then read
     * with {@link #verify}, and it continues with fresh segments.
     *
     * @param capacitySteps records that it holds; rounded up to whole segments
     * @param stateSpec     of the recurrent states; those that an existing store has of another network are dropped
     * @param newStoreId    names a new store; must not give the same number again in another run
     * @throws io.troupe.common.error.TroupeException RESOURCE where the folder cannot be had or is damaged,
     *     LAYOUT_MISMATCH where it was made for another layout or size
     */
    public StepLog(Path path, StepLayout layout, long capacitySteps, int segmentSteps, StateSpec stateSpec,
                   LongSupplier newStoreId) {
        geometry = new Geometry(layout.stride(), capacitySteps, segmentSteps);
        files = new StoreFiles(path, geometry, layout.fingerprint(), stateSpec, newStoreId);
        header = files.header();
        storeId = header.storeId();
        checks = new RecordChecks(files, geometry);
        states = files.states();
        priorities = new PriorityColumn(files.priorities());
        ring = new SegmentRing(geometry.places);
        keys = new RecordKeys(geometry, ring);
        openingReport = new SegmentScan(files, geometry).run(ring);
    }

    /** Any thread, also when the log is closed. */
    public long storeId() {
        return storeId;
    }

    /** Records that fit: places × S. */
    public int capacity() {
        return geometry.capacity;
    }

    /** Bytes of its segments and priorities on the disk. */
    public long bytes() {
        return geometry.totalBytes();
    }

    public int places() {
        return geometry.places;
    }

    /** S, the records of a segment. */
    public int segmentSteps() {
        return geometry.segmentSteps;
    }

    /** The slot of a record that is still held, or −1 where the key is dead: see {@link RecordKeys}. */
    public int slotOf(long key) {
        return keys.slotOf(key);
    }

    /** The key of the record in a slot of a live segment. */
    public long keyOf(int slot) {
        return keys.keyOf(slot);
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

    /** Where the episode had begun that ran before this segment's first record. */
    public long episodeFirst(int place) {
        return SegmentHeader.episodeFirst(piece(place), geometry.placeIndex(place));
    }

    /** How that episode stood, in the words of whoever opened the segment. */
    public int episodeState(int place) {
        return SegmentHeader.episodeState(piece(place), geometry.placeIndex(place));
    }

    /** Opens a segment in {@link #nextPlace()}, which must be empty, and returns that place. */
    public int openSegment(long laneId, int epoch, long firstRecord, long stepsBefore, int previousPlace,
                           long episodeFirst, int episodeState) {
        long newSequence = header.nextSequence();
        int place = nextPlace();
        if (ring.sequence(place) != 0) {
            throw new IllegalStateException("place " + place + " still holds segment " + ring.sequence(place));
        }
        header.nextSequence(newSequence + 1);
        states.clear(place);
        long previousSequence = previousPlace == NONE ? 0 : ring.sequence(previousPlace);
        SegmentHeader.write(recordCheck, piece(place), geometry.placeIndex(place), newSequence, laneId, epoch,
            firstRecord, stepsBefore, previousSequence, episodeFirst, episodeState);
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
        checks.write(place, first, records, keys.key(place, first));
        ring.count(place, first + records);
        SegmentHeader.progress(piece, geometry.placeIndex(place), first + records, steps(place) + steps);
        isChanged = true;
    }

    /** Takes away a segment's records from offset {@code newCount} on; {@code newSteps} env steps are left in it. */
    public void truncate(int place, int newCount, int newSteps) {
        states.remove(place, newCount, ring.count(place));
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
        return checks.isWhole(place, offset, keys.key(place, offset));
    }

    /** Replaces a torn record by zeros with these flags. */
    public void erase(int place, int offset, int flags) {
        UnsafeBuffer piece = piece(place);
        int at = geometry.recordIndex(place, offset);
        piece.setMemory(at, geometry.stride, (byte) 0);
        piece.putInt(at + StepLayout.FLAGS_OFFSET, flags);
        checks.write(place, offset, 1, keys.key(place, offset));
        states.remove(place, offset, offset);
        isChanged = true;
    }

    /** Stores the recurrent state before a record, unless there is one. False where the segment has no room for it. */
    public boolean putState(int place, int offset, DirectBuffer source, int index) {
        isChanged = true;
        return states.put(place, offset, keys.key(place, offset), source, index);
    }

    /** Where the recurrent state before a record begins in {@link #states}, or −1 where none is stored. */
    public int stateIndex(int place, int offset) {
        return states.indexOf(place, offset);
    }

    /** The memory that holds the recurrent states of a place. Not to be asked where there are none. */
    public UnsafeBuffer states(int place) {
        return states.piece(place);
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
        return priorities.bits(slot);
    }

    public void priorityBits(int slot, int bits) {
        priorities.bits(slot, bits);
        isChanged = true;
    }

    /** What the shard keeps beside its records. */
    public KeptNumbers numbers() {
        return header.numbers();
    }

    /** What is known of lanes apart from their live segments. */
    public List<LaneEntry> laneEntries() {
        return files.lanes().entries();
    }

    public void writeLaneEntry(long laneId, int epoch, long nextRecord, long storedSteps, long entrySequence,
                               long episodeFirst, int episodeState) {
        files.lanes().write(laneId, epoch, nextRecord, storedSteps, entrySequence, episodeFirst, episodeState);
        isChanged = true;
    }

    /** What the opening has lost. */
    public OpeningReport openingReport() {
        return openingReport;
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
}
