package io.troupe.replay.inspection;

import io.troupe.proto.ReplayInspection;
import io.troupe.proto.TopWindow;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;

/**
 * One walk over a shard's records from the newest to the oldest, a slice at a time. The ring is filled in the order of
 * its places, so walking backwards from the place that is filled next meets the records in the order of their age. What
 * is appended or evicted between two slices is passed over.
 */
final class ReplayScan {
    /** Looking at a place costs about as much as looking at some slots. */
    private static final int PLACE_SLOTS = 8;
    private static final int NOT_BEGUN = -1;

    private final StepLog log;
    private final PriorityTree tree;
    private final WindowView windows;
    private final SampleCounts sampleCounts;
    private final TopWindows top;
    private final Histogram priorities = new Histogram();
    private final Histogram timesSampled = new Histogram();
    private final Histogram ages = new Histogram();
    private final long endSequence;
    private final int endPlace;
    /** Places that were left behind. */
    private int passedPlaces;
    /** The sequence of the segment that the walk is in, and the offset of the record that comes next. */
    private long sequence;
    private int offset = NOT_BEGUN;
    private int segments;
    private long heldRecords;
    private long heldSteps;
    private long samplableWindows;
    private long sampledRows;
    private long oldestAge;
    private double mass;
    private double squaredMass;
    private double ageSum;
    private double drawnAgeSum;

    ReplayScan(StepLog log, PriorityTree tree, WindowView windows, SampleCounts sampleCounts, int top) {
        this.log = log;
        this.tree = tree;
        this.windows = windows;
        this.sampleCounts = sampleCounts;
        this.top = new TopWindows(top);
        endSequence = log.nextSequence();
        endPlace = log.nextPlace();
    }

    /** Looks at about so many slots more; true when there are none left. */
    boolean advance(int slots) {
        for (int left = slots; left > 0 && passedPlaces < log.places(); left -= PLACE_SLOTS) {
            int place = Math.floorMod(endPlace - 1 - passedPlaces, log.places());
            if (offset == NOT_BEGUN && !enter(place) || log.sequence(place) != sequence) {
                leave();
                continue;
            }
            int last = Math.max(0, offset - left + 1);
            left -= offset - last + 1;
            // Records may have been cut off since the last slice.
            for (offset = Math.min(offset, log.count(place) - 1); offset >= last; offset--) {
                look(place * log.segmentSteps() + offset);
            }
            if (offset < 0) {
                leave();
            }
        }
        return passedPlaces == log.places();
    }

    ReplayInspection.Builder result() {
        return ReplayInspection.newBuilder()
            .setStoreId(log.storeId())
            .setHeldRecords(heldRecords)
            .setHeldSteps(heldSteps)
            .setCapacityRecords(log.capacity())
            .setBytes(log.bytes())
            .setSegments(segments)
            .setSegmentPlaces(log.places())
            .setSegmentSteps(log.segmentSteps())
            .setSamplableWindows(samplableWindows)
            .setMass(mass)
            .setSquaredMass(squaredMass)
            .setTimesSampled(sampledRows)
            .setOldestAgeRecords(oldestAge)
            .setMeanAgeRecords(samplableWindows == 0 ? 0 : ageSum / samplableWindows)
            .setMeanDrawnAgeRecords(mass == 0 ? 0 : drawnAgeSum / mass)
            .addAllPriorities(priorities.buckets())
            .addAllTimesSampledBuckets(timesSampled.buckets())
            .addAllAges(ages.buckets())
            .addAllTop(top.drain());
    }

    /** False where the place holds nothing, or what came after the walk began. */
    private boolean enter(int place) {
        sequence = log.sequence(place);
        offset = log.count(place) - 1;
        if (sequence == 0 || sequence >= endSequence || offset < 0) {
            return false;
        }
        segments++;
        heldSteps += log.steps(place);
        return true;
    }

    private void leave() {
        passedPlaces++;
        offset = NOT_BEGUN;
    }

    private void look(int slot) {
        long age = heldRecords++;
        float priority = windows.priority(slot);
        if (Float.isNaN(priority)) {
            return;
        }
        double windowMass = (double) tree.mass(slot) / PriorityMass.ONE;
        int drawn = sampleCounts.of(slot);
        samplableWindows++;
        sampledRows += drawn;
        oldestAge = age;
        mass += windowMass;
        squaredMass += windowMass * windowMass;
        ageSum += age;
        drawnAgeSum += windowMass * age;
        priorities.add(priority, windowMass);
        timesSampled.add(drawn, windowMass);
        ages.add(age, windowMass);
        if (top.isWanted(priority)) {
            top.add(TopWindow.newBuilder().setKey(log.keyOf(slot)).setPriority(priority).setMass(windowMass)
                .setTimesSampled(drawn).setAgeRecords(age).build());
        }
    }
}
