package io.troupe.replay.inspection;

import com.google.protobuf.ByteString;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.proto.ElementTypeDescription;
import io.troupe.proto.InspectedColumn;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads one record as its columns, and the window that starts at it. */
final class StepInspector {
    /** A longer column is left out: an Akka message takes 512 KiB. */
    static final int MAX_COLUMN_BYTES = 64 * 1024;
    private static final int MAX_ALL_COLUMNS_BYTES = 256 * 1024;
    /** The shard's own mark on a record that was found torn, beside the flags of {@link StepLayout}. */
    private static final int TORN = 1 << 31;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final StepLog log;
    private final PriorityTree tree;
    private final WindowView windows;
    private final SampleCounts sampleCounts;
    private final StepLayout layout;
    private final WindowSpec window;

    StepInspector(StepLog log, PriorityTree tree, WindowView windows, SampleCounts sampleCounts, StepLayout layout,
                  WindowSpec window) {
        this.log = log;
        this.tree = tree;
        this.windows = windows;
        this.sampleCounts = sampleCounts;
        this.layout = layout;
        this.window = window;
    }

    StepInspection.Builder inspect(long key) {
        StepInspection.Builder step = StepInspection.newBuilder().setStoreId(log.storeId()).setKey(key);
        int slot = log.slotOf(key);
        if (slot < 0) {
            return step.setPresence(wasThere(key) ? StepPresence.EVICTED : StepPresence.NEVER_THERE);
        }
        int place = log.placeOf(slot);
        int offset = slot - place * log.segmentSteps();
        UnsafeBuffer piece = log.piece(place);
        int at = log.recordIndex(place, offset);
        int flags = log.flags(place, offset);
        step.setPresence(StepPresence.HELD)
            .setLaneId(log.laneId(place))
            .setEpoch(log.epoch(place))
            .setRecord(log.firstRecord(place) + offset)
            .setWeightsVersion(piece.getLong(at + StepLayout.WEIGHTS_VERSION_OFFSET, ORDER))
            .setAction(piece.getInt(at + StepLayout.ACTION_OFFSET, ORDER))
            .setReward(piece.getFloat(at + StepLayout.REWARD_OFFSET, ORDER))
            .setIsEpisodeStart((flags & StepLayout.FLAG_EPISODE_START) != 0)
            .setIsTerminated((flags & StepLayout.FLAG_TERMINATED) != 0)
            .setIsTruncated((flags & StepLayout.FLAG_TRUNCATED) != 0)
            .setIsClosing((flags & StepLayout.FLAG_CLOSING) != 0)
            .setIsStale((flags & StepLayout.FLAG_STALE) != 0)
            .setIsTorn((flags & TORN) != 0)
            .setAgeRecords(age(place, offset));
        addWindow(step, slot, place, offset);
        addColumns(step, piece, at);
        addState(step, place, offset);
        return step;
    }

    /** Places are taken in turn: one that holds a later segment, or waits for one, has held all before. */
    private boolean wasThere(long key) {
        long sequence = Math.floorDiv(key, log.segmentSteps());
        int place = (int) Math.floorMod(sequence, (long) log.places());
        return sequence >= log.places() && sequence < log.nextSequence() && log.sequence(place) != sequence;
    }

    private void addWindow(StepInspection.Builder step, int slot, int place, int offset) {
        float priority = windows.priority(slot);
        if (!Float.isNaN(priority)) {
            step.setIsSamplable(true).setPriority(priority)
                .setMass((double) tree.mass(slot) / PriorityMass.ONE)
                .setDrawProbability(tree.total() == 0 ? 0 : (double) tree.mass(slot) / tree.total())
                .setTimesSampled(sampleCounts.of(slot));
        }
        before(place, offset).forEach(step::addLookBackKeys);
        int records = 0;
        for (int at = place, from = offset; at >= 0 && records <= window.horizon(); at = log.next(at), from = 0) {
            for (int i = from; i < log.count(at) && records <= window.horizon(); i++, records++) {
                int flags = log.flags(at, i);
                if (records > 0 && (flags & StepLayout.FLAG_EPISODE_START) != 0) {
                    return;
                }
                step.addWindowKeys(key(at, i));
                if ((flags & (StepLayout.FLAG_TERMINATED | StepLayout.FLAG_CLOSING | TORN)) != 0) {
                    return;
                }
            }
        }
    }

    private Deque<Long> before(int place, int offset) {
        Deque<Long> keys = new ArrayDeque<>();
        int at = place;
        int i = offset;
        while (keys.size() < window.lookBack()
            && (log.flags(at, i) & (StepLayout.FLAG_EPISODE_START | TORN)) == 0) {
            i--;
            if (i < 0) {
                at = log.previous(at);
                if (at < 0) {
                    break;
                }
                i = log.count(at) - 1;
            }
            keys.addFirst(key(at, i));
        }
        return keys;
    }

    private void addColumns(StepInspection.Builder step, UnsafeBuffer piece, int at) {
        if (layout.actionMaskBytes() > 0) {
            for (int action = 0; action < layout.schema().actionCount(); action++) {
                int mask = piece.getByte(at + layout.actionMaskOffset() + action / 8);
                step.addLegalActions((mask >> action % 8 & 1) == 1);
            }
        }
        List<ObservationColumn> columns = layout.schema().observations();
        int left = MAX_ALL_COLUMNS_BYTES;
        for (int i = 0; i < columns.size(); i++) {
            ObservationColumn column = columns.get(i);
            InspectedColumn.Builder told = InspectedColumn.newBuilder().setName(column.name())
                .setType(ElementTypeDescription.valueOf(column.type().name())).addAllShape(column.shape())
                .setValueBytes(column.bytes());
            if (column.bytes() <= Math.min(left, MAX_COLUMN_BYTES)) {
                byte[] bytes = new byte[column.bytes()];
                piece.getBytes(at + layout.columnOffset(i), bytes);
                told.setValues(ByteString.copyFrom(bytes));
                left -= bytes.length;
            }
            step.addObservations(told);
        }
    }

    private void addState(StepInspection.Builder step, int place, int offset) {
        int at = log.stateIndex(place, offset);
        if (at < 0) {
            return;
        }
        InspectedColumn.Builder told = step.getRecurrentStateBuilder().setName("recurrent state")
            .setType(ElementTypeDescription.FLOAT32).addShape(layout.stateBytes() / Float.BYTES)
            .setValueBytes(layout.stateBytes());
        if (layout.stateBytes() <= MAX_COLUMN_BYTES) {
            byte[] bytes = new byte[layout.stateBytes()];
            log.states(place).getBytes(at, bytes);
            told.setValues(ByteString.copyFrom(bytes));
        }
    }

    /** Records in places that were taken later, and those behind it in its own. */
    private long age(int place, int offset) {
        long age = log.count(place) - 1 - offset;
        for (int at = (place + 1) % log.places(); at != log.nextPlace() && at != place; at = (at + 1) % log.places()) {
            age += log.count(at);
        }
        return age;
    }

    private long key(int place, int offset) {
        return log.keyOf(place * log.segmentSteps() + offset);
    }
}
