package io.troupe.replay.log;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The files {@code lanes-000}, …: one entry for each lane whose segments are gone or do not tell all. An entry has two
 * halves that are written in turn, so that one of them is whole however the process ends.
 *
 * <pre>
 *   half:  0         8        16            24             32         40              48      52      56      60
 *          | version | laneId | next record | steps stored | sequence | episode first | epoch | state | check | pad |
 * </pre>
 *
 * {@code version} counts the writes of the entry; 0: never written. {@code state} is that of the episode.
 */
final class LaneFile {
    private static final int ENTRIES = 4096;
    private static final int HALF_BYTES = 64;
    private static final int ENTRY_BYTES = 2 * HALF_BYTES;
    private static final int EPISODE_FIRST = 40;
    private static final int EPOCH = 48;
    private static final int EPISODE_STATE = 52;
    private static final int CHECK = 56;
    private static final int ABSENT = -1;

    private final StoreFolder folder;
    private final RecordCheck recordCheck = new RecordCheck();
    private final List<UnsafeBuffer> files = new ArrayList<>();
    private final Long2LongHashMap indexOfLane = new Long2LongHashMap(ABSENT);
    private int used;

    private LaneFile(StoreFolder folder) {
        this.folder = folder;
    }

    static LaneFile create(StoreFolder folder) {
        LaneFile lanes = new LaneFile(folder);
        // What a store without a header has left must not be taken for entries of this one.
        for (int number = 1; folder.exists(name(number)); number++) {
            folder.delete(name(number));
        }
        lanes.addFile();
        return lanes;
    }

    static LaneFile open(StoreFolder folder) {
        LaneFile lanes = new LaneFile(folder);
        while (folder.exists(name(lanes.files.size()))) {
            lanes.files.add(new UnsafeBuffer(folder.map(name(lanes.files.size()), fileBytes())));
        }
        for (int index = 0; index < lanes.files.size() * ENTRIES; index++) {
            LaneEntry entry = lanes.read(index);
            if (entry != null) {
                lanes.indexOfLane.put(entry.laneId(), index);
            }
            if (entry != null || lanes.version(index, 0) != 0 || lanes.version(index, 1) != 0) {
                lanes.used = index + 1;
            }
        }
        return lanes;
    }

    List<LaneEntry> entries() {
        List<LaneEntry> entries = new ArrayList<>();
        for (int index = 0; index < used; index++) {
            LaneEntry entry = read(index);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    void write(long laneId, int epoch, long nextRecord, long storedSteps, long sequence, long episodeFirst,
               int episodeState) {
        int index = (int) indexOfLane.get(laneId);
        if (index == ABSENT) {
            if (used == files.size() * ENTRIES) {
                addFile();
            }
            index = used++;
            indexOfLane.put(laneId, index);
        }
        long version = Math.max(version(index, 0), version(index, 1)) + 1;
        UnsafeBuffer file = file(index);
        int at = at(index, (int) (version & 1));
        file.putLong(at, version);
        file.putLong(at + 8, laneId);
        file.putLong(at + 16, nextRecord);
        file.putLong(at + 24, storedSteps);
        file.putLong(at + 32, sequence);
        file.putLong(at + EPISODE_FIRST, episodeFirst);
        file.putInt(at + EPOCH, epoch);
        file.putInt(at + EPISODE_STATE, episodeState);
        file.putIntRelease(at + CHECK, recordCheck.of(file, at, CHECK, 0));
    }

    /** The newer of the halves that are whole; null where none is. */
    private LaneEntry read(int index) {
        UnsafeBuffer file = file(index);
        long newest = 0;
        LaneEntry entry = null;
        for (int half = 0; half < 2; half++) {
            int at = at(index, half);
            long version = file.getLong(at);
            if (version > newest && file.getInt(at + CHECK) == recordCheck.of(file, at, CHECK, 0)) {
                newest = version;
                entry = new LaneEntry(file.getLong(at + 8), file.getInt(at + EPOCH), file.getLong(at + 16),
                    file.getLong(at + 24), file.getLong(at + 32), file.getLong(at + EPISODE_FIRST),
                    file.getInt(at + EPISODE_STATE));
            }
        }
        return entry;
    }

    private void addFile() {
        String name = name(files.size());
        folder.allocate(name, fileBytes());
        files.add(new UnsafeBuffer(folder.map(name, fileBytes())));
    }

    private long version(int index, int half) {
        return file(index).getLong(at(index, half));
    }

    private UnsafeBuffer file(int index) {
        return files.get(index / ENTRIES);
    }

    private static int at(int index, int half) {
        return index % ENTRIES * ENTRY_BYTES + half * HALF_BYTES;
    }

    private static long fileBytes() {
        return (long) ENTRIES * ENTRY_BYTES;
    }

    private static String name(int number) {
        return String.format("lanes-%03d", number);
    }
}
