package io.troupe.replay.shard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The replay in the plainest words: lists, and everything worked out anew each time. α is 1, priorities are whole. */
final class NaiveReplay {
    private static final long ONE = 1L << 32;

    private final int n;
    private final int segmentSteps;
    private final int places;
    private final Segment[] ring;
    private final Map<Long, LaneState> lanes = new HashMap<>();
    /** Priorities by key: the actor's or the learner's. */
    private final Map<Long, Float> priorities = new HashMap<>();
    /** Masses of the samplable windows by key. */
    private final Map<Long, Long> masses = new TreeMap<>();
    private long nextSequence;
    private float max = 1;

    private static final class Segment {
        long sequence;
        long laneId;
        long first;
        int epoch;
        Segment previous;
        Segment next;
        boolean isSealed;
        final StringBuilder letters = new StringBuilder();
    }

    private static final class LaneState {
        int epoch;
        long next;
        long steps;
        Segment tail;
    }

    /** A window's start, and what its row must show. */
    record Window(long laneId, long record, String text) {
    }

    NaiveReplay(int n, int segmentSteps, int capacity) {
        this.n = n;
        this.segmentSteps = segmentSteps;
        places = capacity / segmentSteps;
        ring = new Segment[places];
        nextSequence = places;
    }

    void append(long laneId, int epoch, long first, String letters, Number... firstPriorities) {
        LaneState lane = lanes.computeIfAbsent(laneId, id -> new LaneState());
        if (epoch < lane.epoch) {
            return;
        }
        if (epoch > lane.epoch) {
            moveAway(laneId, first, epoch);
            lane.next = first;
        }
        if (first > lane.next) {
            return;
        }
        for (int i = (int) (lane.next - first); i < letters.length(); i++) {
            if (lane.tail == null || lane.tail.isSealed || lane.tail.letters.length() == segmentSteps) {
                open(laneId, lane);
            }
            lane.tail.letters.append(letters.charAt(i));
            lane.next++;
            lane.steps += letters.charAt(i) == 'C' ? 0 : 1;
        }
        for (int i = 0; i < firstPriorities.length; i += 2) {
            Long key = key(lane, firstPriorities[i].longValue());
            if (key != null && !priorities.containsKey(key)) {
                priorities.put(key, firstPriorities[i + 1].floatValue());
                max = Math.max(max, firstPriorities[i + 1].floatValue());
                masses.computeIfPresent(key, (k, old) -> mass(key));
            }
        }
        settle();
    }

    void moveAway(long laneId, long from, int epoch) {
        LaneState lane = lanes.computeIfAbsent(laneId, id -> new LaneState());
        boolean isLate = epoch <= lane.epoch;
        for (int place = 0; place < places; place++) {
            Segment segment = ring[place];
            if (segment != null && segment.laneId == laneId && segment.epoch < epoch
                && segment.first + segment.letters.length() > from) {
                if (isLate && lane.tail != null) {
                    lane.tail.isSealed = true;
                }
                int kept = (int) Math.max(0, Math.min(from - segment.first, segment.letters.length()));
                lane.steps -= segment.letters.substring(kept).chars().filter(letter -> letter != 'C').count();
                for (int i = kept; i < segmentSteps; i++) {
                    priorities.remove(segment.sequence * segmentSteps + i);
                }
                segment.letters.setLength(kept);
                if (kept == 0) {
                    evict(place);
                }
            }
        }
        if (!isLate) {
            lane.epoch = epoch;
            lane.next = Math.min(from, lane.next);
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

    /** The process was killed and the shard opened again. */
    void reopen() {
        nextSequence += nextSequence == places ? 0 : places;
        lanes.values().stream().filter(lane -> lane.tail != null).forEach(lane -> lane.tail.isSealed = true);
        // A window that has the highest priority takes the highest there is now.
        masses.replaceAll((key, mass) -> mass(key));
    }

    Map<Long, Long> masses() {
        return masses;
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
        return lanes.containsKey(laneId) ? lanes.get(laneId).epoch : 0;
    }

    long held() {
        long held = 0;
        for (Segment segment : ring) {
            held += segment == null ? 0 : segment.letters.length();
        }
        return held;
    }

    /** The window that starts at a key; null where none does, or it is not whole. */
    Window window(long key) {
        Segment segment = ring[(int) (key / segmentSteps % places)];
        int offset = (int) (key % segmentSteps);
        if (segment == null || segment.sequence != key / segmentSteps || offset >= segment.letters.length()) {
            return null;
        }
        long start = segment.first + offset;
        List<Float> rewards = new ArrayList<>();
        char before = 's';
        for (int o = 0; o <= n; o++) {
            while (segment != null && offset >= segment.letters.length()) {
                offset -= segment.letters.length();
                segment = segment.next;
            }
            if (segment == null) {
                return null;
            }
            long record = start + o;
            char letter = segment.letters.charAt(offset++);
            if (letter == 'C') {
                boolean isCut = before == 'U' || before == 'Y';
                return isCut ? row(segment.laneId, start, record, rewards, " truncated") : null;
            }
            if (o > 0 && ("SXY".indexOf(letter) >= 0 || before == 'U' || before == 'Y')) {
                return null;
            }
            if (o == n) {
                return row(segment.laneId, start, record, rewards, "");
            }
            rewards.add(record + 0.5f);
            if (letter == 'T' || letter == 'X') {
                return row(segment.laneId, start, record, rewards, " terminated");
            }
            before = letter;
        }
        return null;
    }

    private Window row(long laneId, long start, long last, List<Float> rewards, String end) {
        while (rewards.size() < n) {
            rewards.add(0f);
        }
        return new Window(laneId, start,
            (1000 * laneId + start) + ">" + (1000 * laneId + last) + " " + rewards + end);
    }

    private void open(long laneId, LaneState lane) {
        int place = (int) (nextSequence % places);
        evict(place);
        Segment segment = new Segment();
        segment.sequence = nextSequence++;
        segment.laneId = laneId;
        segment.first = lane.next;
        segment.epoch = lane.epoch;
        if (lane.tail != null) {
            segment.previous = lane.tail;
            lane.tail.next = segment;
        }
        ring[place] = segment;
        lane.tail = segment;
    }

    private void evict(int place) {
        Segment segment = ring[place];
        if (segment == null) {
            return;
        }
        ring[place] = null;
        for (LaneState lane : lanes.values()) {
            if (lane.tail == segment) {
                lane.tail = null;
            }
        }
        for (Segment other : ring) {
            if (other != null && other.next == segment) {
                other.next = null;
            }
        }
        masses.keySet().removeIf(key -> window(key) == null);
    }

    /** Windows that have become whole get a mass, those that are gone lose it. */
    private void settle() {
        masses.keySet().removeIf(key -> window(key) == null);
        for (Segment segment : ring) {
            for (int i = 0; segment != null && i < segment.letters.length(); i++) {
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

    private Long key(LaneState lane, long record) {
        for (Segment segment = lane.tail; segment != null; segment = segment.previous) {
            long offset = record - segment.first;
            if (offset >= 0) {
                boolean isHeld = offset < segment.letters.length()
                    && ring[(int) (segment.sequence % places)] == segment;
                return isHeld ? segment.sequence * segmentSteps + offset : null;
            }
        }
        return null;
    }
}
