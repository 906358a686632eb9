package io.troupe.replay.shard;

import io.troupe.common.schema.WindowSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The replay in the plainest words: lists, and everything worked out anew each time. It forgets nothing; what a shard
 * would have evicted it only marks. α is 1, priorities are whole.
 */
final class NaiveReplay {
    private static final long ONE = 1L << 32;

    private final int segmentSteps;
    private final int places;
    private final Segment[] ring;
    private final Map<Long, LaneState> lanes = new HashMap<>();
    /** Priorities by key: the actor's or the learner's. */
    private final Map<Long, Float> priorities = new HashMap<>();
    /** Masses of the samplable windows by key. */
    private final Map<Long, Long> masses = new TreeMap<>();
    private final Set<Long> states = new TreeSet<>();
    private WindowSpec spec;
    private int stateEntries;
    private long nextSequence;
    private long droppedStates;
    private float max = 1;

    private static final class Segment {
        long sequence;
        Epoch epoch;
        long first;
        int count;
        boolean isSealed;
    }

    /** A lane's records in one epoch, all that ever came. */
    private record Epoch(long laneId, int number, long first, StringBuilder letters) {
        Epoch(long laneId, int number, long first) {
            this(laneId, number, first, new StringBuilder());
        }
    }

    private static final class LaneState {
        int number;
        long next;
        long steps;
        Epoch epoch;
        Segment tail;
    }

    /** A window's start, the records that it needs, and what its row must show. */
    record Window(long laneId, long record, long from, long to, String text) {
    }

    NaiveReplay(WindowSpec spec, int segmentSteps, int capacity) {
        this.segmentSteps = segmentSteps;
        places = capacity / segmentSteps;
        ring = new Segment[places];
        nextSequence = places;
        this.spec = spec;
        stateEntries = entriesOf(spec);
    }

    void append(long laneId, int epoch, long first, String letters, long[] newStates, Number... firstPriorities) {
        LaneState lane = lanes.computeIfAbsent(laneId, this::newLane);
        if (epoch < lane.number) {
            return;
        }
        if (epoch > lane.number) {
            moveAway(laneId, first, epoch);
            lane.next = first;
            lane.epoch = new Epoch(laneId, epoch, first);
        }
        if (first > lane.next) {
            return;
        }
        for (int i = (int) (lane.next - first); i < letters.length(); i++) {
            if (lane.tail == null || lane.tail.isSealed || lane.tail.count == segmentSteps || !isHeld(lane.tail)) {
                open(lane);
            }
            lane.epoch.letters.append(letters.charAt(i));
            lane.tail.count++;
            lane.next++;
            lane.steps += letters.charAt(i) == 'C' ? 0 : 1;
        }
        for (int i = 0; i < firstPriorities.length; i += 2) {
            Long key = key(lane.epoch, firstPriorities[i].longValue());
            if (key != null && !priorities.containsKey(key)) {
                priorities.put(key, firstPriorities[i + 1].floatValue());
                max = Math.max(max, firstPriorities[i + 1].floatValue());
                masses.computeIfPresent(key, (k, old) -> mass(key));
            }
        }
        for (long record : newStates) {
            Long key = key(lane.epoch, record);
            if (key == null || !states.contains(key) && states.stream().filter(
                    other -> other / segmentSteps == key / segmentSteps).count() == stateEntries) {
                droppedStates++;
            } else {
                states.add(key);
            }
        }
        settle();
    }

    void moveAway(long laneId, long from, int epoch) {
        LaneState lane = lanes.computeIfAbsent(laneId, this::newLane);
        boolean isLate = epoch <= lane.number;
        Set<Epoch> cut = new HashSet<>();
        for (int place = 0; place < places; place++) {
            Segment segment = ring[place];
            if (segment != null && segment.epoch.laneId == laneId && segment.epoch.number < epoch
                && segment.first + segment.count > from) {
                if (isLate && lane.tail != null) {
                    lane.tail.isSealed = true;
                }
                int kept = (int) Math.max(0, from - segment.first);
                for (int i = kept; i < segment.count; i++) {
                    lane.steps -= letter(segment.epoch, segment.first + i) == 'C' ? 0 : 1;
                    priorities.remove(segment.sequence * segmentSteps + i);
                    states.remove(segment.sequence * segmentSteps + i);
                }
                segment.count = kept;
                cut.add(segment.epoch);
                if (kept == 0) {
                    ring[place] = null;
                }
            }
        }
        for (Epoch earlier : cut) {
            earlier.letters.setLength((int) Math.max(0, Math.min(from - earlier.first, earlier.letters.length())));
        }
        if (!isLate) {
            lane.number = epoch;
            lane.next = Math.min(from, lane.next);
            lane.epoch = new Epoch(laneId, epoch, lane.next);
            lane.tail = null;
        }
        settle();
    }

    void update(long key, float priority) {
        if (masses.containsKey(key)) {
            priorities.put(key, priority);
            max = Math.max(max, priority);
            masses.put(key, mass(key));
        }
    }

    /** The process was killed and the shard opened again, perhaps with other windows, or for another network. */
    void reopen(WindowSpec newSpec, boolean isOtherNetwork) {
        nextSequence += nextSequence == places ? 0 : places;
        lanes.values().stream().filter(lane -> lane.tail != null).forEach(lane -> lane.tail.isSealed = true);
        spec = newSpec;
        if (isOtherNetwork || entriesOf(newSpec) > stateEntries) {
            states.clear();
            stateEntries = entriesOf(newSpec);
        }
        droppedStates = 0;
        // A window that has the highest priority takes the highest there is now.
        masses.clear();
        settle();
    }

    Map<Long, Long> masses() {
        return masses;
    }

    Set<Long> states() {
        return states;
    }

    long droppedStates() {
        return droppedStates;
    }

    long steps() {
        return lanes.values().stream().mapToLong(lane -> lane.steps).sum();
    }

    long steps(long laneId) {
        return lanes.get(laneId).steps;
    }

    long next(long laneId) {
        return lanes.containsKey(laneId) ? lanes.get(laneId).next : 0;
    }

    int epoch(long laneId) {
        return lanes.containsKey(laneId) ? lanes.get(laneId).number : 0;
    }

    long held() {
        long held = 0;
        for (Segment segment : ring) {
            held += segment == null ? 0 : segment.count;
        }
        return held;
    }

    /** The window that starts at a key; null where none does, it is not whole, or lacks what it looks back to. */
    Window window(long key) {
        Segment segment = ring[(int) (key / segmentSteps % places)];
        int offset = (int) (key % segmentSteps);
        if (segment == null || segment.sequence != key / segmentSteps || offset >= segment.count) {
            return null;
        }
        Epoch epoch = segment.epoch;
        long start = segment.first + offset;
        for (NaiveEpisode episode : NaiveEpisode.of(epoch.first, epoch.letters)) {
            if (start >= episode.first() && start < episode.end()) {
                long from = start - spec.lookBack();
                if (from < episode.first()) {
                    if (!episode.isBeginningKnown() && spec.lookBack() > 0) {
                        return null;
                    }
                    from = episode.first();
                }
                long to = Math.min(start + spec.horizon(), episode.last());
                if (!episode.isStart(start, spec) || key(epoch, from) == null) {
                    return null;
                }
                return new Window(epoch.laneId, start, from, to, episode.row(epoch.laneId, start, to, spec));
            }
        }
        return null;
    }

    private static char letter(Epoch epoch, long record) {
        return epoch.letters.charAt((int) (record - epoch.first));
    }

    private LaneState newLane(long laneId) {
        LaneState lane = new LaneState();
        lane.epoch = new Epoch(laneId, 0, 0);
        return lane;
    }

    private void open(LaneState lane) {
        int place = (int) (nextSequence % places);
        Segment segment = new Segment();
        segment.sequence = nextSequence++;
        segment.epoch = lane.epoch;
        segment.first = lane.next;
        if (ring[place] != null) {
            long gone = ring[place].sequence;
            states.removeIf(key -> key / segmentSteps == gone);
        }
        ring[place] = segment;
        lane.tail = segment;
        masses.keySet().removeIf(key -> window(key) == null);
    }

    /** Windows that have become whole get a mass, those that are gone lose it. */
    private void settle() {
        masses.keySet().removeIf(key -> window(key) == null);
        for (Segment segment : ring) {
            for (int i = 0; segment != null && i < segment.count; i++) {
                long key = segment.sequence * segmentSteps + i;
                if (!masses.containsKey(key) && window(key) != null) {
                    masses.put(key, mass(key));
                }
            }
        }
    }

    private long mass(long key) {
        return (long) (priorities.getOrDefault(key, max) * (double) ONE);
    }

    private boolean isHeld(Segment segment) {
        return ring[(int) (segment.sequence % places)] == segment;
    }

    /** The key of a record of this epoch, if it is held. */
    private Long key(Epoch epoch, long record) {
        for (Segment segment : ring) {
            if (segment != null && segment.epoch == epoch && record >= segment.first
                    && record < segment.first + segment.count) {
                return segment.sequence * segmentSteps + record - segment.first;
            }
        }
        return null;
    }

    private int entriesOf(WindowSpec window) {
        return (int) (Math.ceil((double) segmentSteps / window.period())
            + Math.ceil((double) segmentSteps / window.length()) + 2);
    }
}
