package io.troupe.benchmarks;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a shard would be without its books: the same log with the same checksums, the same tree and first priorities,
 * and windows that become samplable at the same records; but every message is taken for new and in order. Nothing is
 * numbered, looked up, compared, counted by lane or acknowledged.
 */
final class UnbookedStore implements AutoCloseable {
    private static final int NONE = 0x7fc0_0000;

    private final int horizon;
    private final StepLog log;
    private final PriorityTree tree;
    private final PriorityMass mass;
    private final int[] tail;
    private final int[] pending;
    private int firstTouched = -1;
    private long samplableWindows;
    private float max;
    private int lastTouched;

    UnbookedStore(Path folder, StepLayout layout, long capacitySteps, int segmentSteps, int lanes, int horizon,
                  double priorityExponent) {
        this.horizon = horizon;
        log = new StepLog(folder, layout, capacitySteps, segmentSteps, StateSpec.NONE, () -> 1);
        tree = new PriorityTree(log.capacity());
        mass = new PriorityMass(priorityExponent, tree.maxMass());
        tail = new int[lanes];
        pending = new int[lanes];
        Arrays.fill(tail, -1);
    }

    /** @param lane 0 … lanes − 1, in place of an id that has to be found */
    void append(int lane, StepsMessage steps) {
        int count = steps.recordCount();
        int stride = steps.recordOffset(1) - steps.recordOffset(0);
        int at = steps.recordOffset(0);
        for (int left = count; left > 0; ) {
            if (tail[lane] < 0 || log.count(tail[lane]) == log.segmentSteps()) {
                openSegment(lane);
            }
            int run = Math.min(left, log.segmentSteps() - log.count(tail[lane]));
            log.append(tail[lane], steps.buffer(), at, run, run);
            at += run * stride;
            left -= run;
        }
        for (int i = 0; i < steps.priorityCount(); i++) {
            first(lane, steps, i);
        }
        for (int i = 0; i < count; i++) {
            complete(lane, steps.buffer().getInt(steps.recordOffset(i) + StepLayout.FLAGS_OFFSET), count - 1 - i);
        }
        flush();
    }

    @Override
    public void close() {
        log.close();
    }

    private void openSegment(int lane) {
        int place = log.nextPlace();
        int firstSlot = place * log.segmentSteps();
        if (log.sequence(place) != 0) {
            for (int slot = firstSlot; slot < firstSlot + log.segmentSteps(); slot++) {
                int bits = log.priorityBits(slot);
                samplableWindows -= (bits == NONE ? tree.mass(slot) != 0 : bits >= 0) ? 1 : 0;
                tree.put(slot, 0);
                log.priorityBits(slot, NONE);
            }
            tree.rebuild(firstSlot, firstSlot + log.segmentSteps() - 1);
            log.drop(place);
        }
        for (int slot = firstSlot; slot < firstSlot + log.segmentSteps(); slot++) {
            log.priorityBits(slot, NONE);
        }
        log.openSegment(lane, 0, 0, 0, tail[lane], 0, 0);
        tail[lane] = place;
    }

    /** Windows whose last record has come; {@code pending} counts those of the running episode that wait. */
    private void complete(int lane, int flags, int back) {
        if ((flags & StepLayout.FLAG_CLOSING) != 0 || (flags & StepLayout.FLAG_EPISODE_START) != 0) {
            pending[lane] = 0;
        }
        pending[lane]++;
        int keep = (flags & StepLayout.FLAG_TERMINATED) != 0 ? 0 : horizon;
        for (; pending[lane] > keep; pending[lane]--) {
            int slot = slotBack(lane, back + pending[lane] - 1);
            if (slot >= 0) {
                int bits = log.priorityBits(slot) & Integer.MAX_VALUE;
                if (bits == NONE) {
                    tree.put(slot, PriorityMass.ONE);
                } else {
                    log.priorityBits(slot, bits);
                    tree.put(slot, mass.of(Float.intBitsToFloat(bits)));
                }
                samplableWindows++;
                touch(slot);
            }
        }
    }

    /** As the shard does it: the parents of neighbours are computed once. */
    private void touch(int slot) {
        if (firstTouched >= 0 && (slot < firstTouched || slot > lastTouched + 8)) {
            flush();
        }
        firstTouched = firstTouched < 0 ? slot : firstTouched;
        lastTouched = slot;
    }

    private void flush() {
        if (firstTouched >= 0) {
            tree.rebuild(firstTouched, lastTouched);
            firstTouched = -1;
        }
    }

    private void first(int lane, StepsMessage steps, int index) {
        float priority = steps.priority(index);
        if (!PriorityMass.isValid(priority)) {
            return;
        }
        int back = (int) (steps.firstRecord() + steps.recordCount() - 1 - steps.priorityRecord(index));
        int slot = slotBack(lane, back);
        if (slot >= 0 && log.priorityBits(slot) == NONE) {
            max = Math.max(max, priority);
            int bits = Float.floatToRawIntBits(priority);
            log.priorityBits(slot, tree.mass(slot) == 0 ? bits | Integer.MIN_VALUE : bits);
        }
    }

    /** The slot of the record so many before the lane's last one, or −1. */
    private int slotBack(int lane, int back) {
        int place = tail[lane];
        int offset = log.count(place) - 1 - back;
        while (offset < 0) {
            place = log.previous(place);
            if (place < 0) {
                return -1;
            }
            offset += log.count(place);
        }
        return place * log.segmentSteps() + offset;
    }
}
