package io.troupe.replay.shard;

import io.troupe.common.wire.FeedbackMessage;
import io.troupe.replay.defence.Defence;
import io.troupe.replay.inspection.SampleCounts;
import io.troupe.replay.inspection.WindowView;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;

/**
 * The priority of each window and its mass in the tree. The log keeps the raw priority; its bits, and the leaf, tell
 * the state of the window that starts in a slot:
 *
 * <pre>
 *   bits               leaf      the window
 *   NONE               0         is incomplete or none
 *   sign bit set       0         is incomplete or excluded, and has had a priority
 *   NONE               above 0   is samplable with the highest priority there was when it was completed
 *   a priority ≥ 0     its mass  is samplable with this priority
 * </pre>
 */
final class WindowPriorities implements WindowView {
    private static final int NONE = 0x7fc0_0000;
    private static final int UPDATES = 1024;

    private final StepLog log;
    private final PriorityTree tree;
    private final PriorityMass mass;
    private final SampleCounts sampleCounts;
    private final Defence defence;
    private final int[] slots = new int[UPDATES];
    private final long[] masses = new long[UPDATES];
    private float max;
    private long maxMass;
    private int firstTouched = -1;
    private int lastTouched;
    private long samplableWindows;
    private long updated;
    private long late;
    private long refused;
    /** Keeps the loads of {@link #find} from being optimised away. */
    private long touched;

    WindowPriorities(StepLog log, PriorityTree tree, PriorityMass mass, Defence defence) {
        this.log = log;
        this.tree = tree;
        this.mass = mass;
        sampleCounts = new SampleCounts(log.capacity());
        this.defence = defence;
        float stored = log.numbers().maxPriority();
        max = PriorityMass.isValid(stored) ? Math.max(1, stored) : 1;
        maxMass = mass.of(max);
    }

    long samplableWindows() {
        return samplableWindows;
    }

    long updated() {
        return updated;
    }

    long late() {
        return late;
    }

    long refused() {
        return refused;
    }

    float max() {
        return max;
    }

    boolean isSamplable(int slot) {
        if (tree.mass(slot) != 0) {
            return true;
        }
        int bits = log.priorityBits(slot);
        return bits >= 0 && bits != NONE;
    }

    @Override
    public float priority(int slot) {
        int bits = log.priorityBits(slot);
        if (bits == NONE) {
            return tree.mass(slot) == 0 ? Float.NaN : mass.priorityOf(tree.mass(slot));
        }
        return bits < 0 ? Float.NaN : Float.intBitsToFloat(bits);
    }

    /** How often each window was drawn. */
    SampleCounts sampleCounts() {
        return sampleCounts;
    }

    /** No window starts in these slots yet, and none has a priority. */
    void prepare(int firstSlot, int count) {
        sampleCounts.reset(firstSlot, count);
        for (int slot = firstSlot; slot < firstSlot + count; slot++) {
            log.priorityBits(slot, NONE);
        }
    }

    /** After a restart: what the file holds becomes a first priority, to be taken where the window completes again. */
    void restore(int slot) {
        int bits = log.priorityBits(slot) & Integer.MAX_VALUE;
        log.priorityBits(slot, PriorityMass.isValid(Float.intBitsToFloat(bits)) ? bits | Integer.MIN_VALUE : NONE);
    }

    /** Whether the actor's value is a priority; counted where not. */
    boolean isAccepted(float priority) {
        if (PriorityMass.isValid(priority)) {
            return true;
        }
        refused++;
        return false;
    }

    /** The actor's first priority of the window that starts in a slot; only the first of all priorities counts. */
    void first(int slot, float sent) {
        if (log.priorityBits(slot) != NONE) {
            return;
        }
        float priority = defence.first(sent);
        raiseMax(priority);
        int bits = Float.floatToRawIntBits(priority) & Integer.MAX_VALUE;
        if (tree.mass(slot) == 0) {
            log.priorityBits(slot, bits | Integer.MIN_VALUE);
        } else {
            log.priorityBits(slot, bits);
            tree.set(slot, defence.changed(slot, tree.mass(slot), mass.of(priority)));
        }
    }

    /** The windows that start in these slots are samplable from now on. {@link #flush} must follow. */
    void complete(int firstSlot, int count) {
        touch(firstSlot, firstSlot + count - 1);
        for (int slot = firstSlot; slot < firstSlot + count; slot++) {
            int bits = log.priorityBits(slot);
            if (bits == NONE) {
                tree.put(slot, defence.completed(slot, maxMass));
            } else {
                bits &= Integer.MAX_VALUE;
                log.priorityBits(slot, bits);
                tree.put(slot, defence.completed(slot, mass.of(Float.intBitsToFloat(bits))));
            }
        }
        samplableWindows += count;
    }

    /** Takes the windows that start in these slots out of the tree. */
    void remove(int firstSlot, int count) {
        flush();
        sampleCounts.reset(firstSlot, count);
        for (int slot = firstSlot; slot < firstSlot + count; slot++) {
            if (isSamplable(slot)) {
                samplableWindows--;
                defence.removed(slot, tree.mass(slot));
            }
            tree.put(slot, 0);
            log.priorityBits(slot, NONE);
        }
        if (count > 0) {
            tree.rebuild(firstSlot, firstSlot + count - 1);
        }
    }

    /**
     * The window that starts in a slot, if there is one, is not samplable any more. Its priority stays in the file:
     * with windows of another shape it may be samplable again.
     */
    void exclude(int slot) {
        flush();
        if (isSamplable(slot)) {
            samplableWindows--;
            defence.removed(slot, tree.mass(slot));
            tree.set(slot, 0);
            int bits = log.priorityBits(slot);
            if (bits != NONE) {
                log.priorityBits(slot, bits | Integer.MIN_VALUE);
            }
        }
    }

    /** Brings the tree up to date with the windows that were completed. */
    void flush() {
        if (firstTouched >= 0) {
            tree.rebuild(firstTouched, lastTouched);
            firstTouched = -1;
        }
    }

    /** The learner's new priorities. Those of windows that are gone do nothing but count. */
    void update(FeedbackMessage feedback) {
        for (int first = 0; first < feedback.updateCount(); first += UPDATES) {
            update(feedback, first, Math.min(UPDATES, feedback.updateCount() - first));
        }
    }

    private void update(FeedbackMessage feedback, int first, int count) {
        find(feedback, first, count);
        int taken = 0;
        for (int i = 0; i < count; i++) {
            float sent = feedback.priority(first + i);
            int slot = slots[i];
            if (!isAccepted(sent)) {
                continue;
            }
            if (slot < 0 || !isSamplable(slot)) {
                late++;
                continue;
            }
            float priority = defence.renewed(sent);
            raiseMax(priority);
            log.priorityBits(slot, Float.floatToRawIntBits(priority) & Integer.MAX_VALUE);
            updated++;
            if (defence.isOn()) {
                // One at a time: a slot may come twice, and what is allowed depends on the masses as they are now.
                tree.set(slot, defence.changed(slot, tree.mass(slot), mass.of(priority)));
            } else {
                slots[taken] = slot;
                masses[taken++] = mass.of(priority);
            }
        }
        tree.update(slots, masses, taken);
    }

    /**
     * Nothing but loads in the last loop, so that the cache misses of many updates overlap. The priorities in the log are
     * written and, but for those of 0, not read: a store does not wait.
     */
    private void find(FeedbackMessage feedback, int first, int count) {
        final int[] slots = this.slots;
        for (int i = 0; i < count; i++) {
            slots[i] = log.slotOf(feedback.key(first + i));
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += tree.mass(Math.max(0, slots[i]));
        }
        touched = sum;
    }

    void countLate(int updates) {
        late += updates;
    }

    private void raiseMax(float priority) {
        if (priority > max) {
            max = priority;
            maxMass = mass.of(priority);
            log.numbers().maxPriority(priority);
        }
    }

    /** Neighbours are collected, so that their common parents are computed once. */
    private void touch(int firstSlot, int lastSlot) {
        if (firstTouched >= 0 && (firstSlot < firstTouched || firstSlot > lastTouched + 8)) {
            flush();
        }
        if (firstTouched < 0) {
            firstTouched = firstSlot;
            lastTouched = lastSlot;
        }
        lastTouched = Math.max(lastSlot, lastTouched);
    }
}
