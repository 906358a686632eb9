package io.troupe.integration.simulation;

import static io.troupe.integration.simulation.Books.check;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** What one lane has made: its records as they were first sent, its epochs, and how far it believes to be stored. */
final class LaneBook {
    final long laneId;
    private final List<byte[]> records = new ArrayList<>();
    /** Env steps below each record. */
    private final List<Integer> stepsBelow = new ArrayList<>(List.of(0));
    private final Map<Long, Float> firstPriorities = new HashMap<>();
    private final TreeMap<Integer, Long> epochs = new TreeMap<>();
    private long produced;
    private long producedSteps;
    private long acknowledged;
    private boolean isActorDead;
    boolean isChanged;

    LaneBook(long laneId) {
        this.laneId = laneId;
    }

    /** A message is sent: what it holds was never sent before, or is to the bit what was. */
    void onSent(StepsMessage message) {
        check(message.firstRecord() <= records.size(), "lane %d skips records: %d after %d", laneId,
            message.firstRecord(), records.size());
        for (int i = 0; i < message.recordCount(); i++) {
            int number = (int) message.firstRecord() + i;
            byte[] bytes = new byte[CountingEnvironment.LAYOUT.stride()];
            message.buffer().getBytes(message.recordOffset(i), bytes);
            if (number < records.size()) {
                check(Arrays.equals(bytes, records.get(number)), "lane %d sends another record %d", laneId, number);
                continue;
            }
            UnsafeBuffer record = new UnsafeBuffer(bytes);
            check(lane(record, 0) == laneId && number(record, 0) == number, "lane %d sends record %d as %d", laneId,
                number(record, 0), number);
            records.add(bytes);
            stepsBelow.add(stepsBelow.get(number) + (isClosing(flags(number)) ? 0 : 1));
        }
        for (int i = 0; i < message.priorityCount(); i++) {
            Float before = firstPriorities.put(message.priorityRecord(i), message.priority(i));
            check(before == null || before == message.priority(i), "lane %d has two first priorities for record %d",
                laneId, message.priorityRecord(i));
        }
    }

    /** The lane goes on from this record in another epoch: what earlier ones have of it counts no more. */
    void onEpoch(int epoch, long from) {
        epochs.put(epoch, from);
        isChanged = true;
    }

    void onReport(long newProduced, long newSteps, long newAcknowledged) {
        check(newProduced >= produced && newAcknowledged >= acknowledged && newAcknowledged <= newProduced,
            "lane %d goes back from %d/%d to %d/%d", laneId, acknowledged, produced, newAcknowledged, newProduced);
        isChanged |= newAcknowledged > acknowledged;
        produced = newProduced;
        producedSteps = newSteps;
        acknowledged = newAcknowledged;
    }

    void onActorDead() {
        isActorDead = true;
    }

    boolean isActorDead() {
        return isActorDead;
    }

    long produced() {
        return produced;
    }

    long producedSteps() {
        return producedSteps;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Records that were sent at least once. */
    long sent() {
        return records.size();
    }

    /** The first record that a later epoch than this has taken over. */
    long endOfEpoch(int epoch) {
        long end = Long.MAX_VALUE;
        for (long from : epochs.tailMap(epoch, false).values()) {
            end = Math.min(end, from);
        }
        return end;
    }

    long steps(long first, long end) {
        return stepsBelow.get((int) end) - stepsBelow.get((int) first);
    }

    byte[] record(long number) {
        return records.get((int) number);
    }

    int flags(long number) {
        return new UnsafeBuffer(record(number)).getInt(StepLayout.FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Null where none was sent. */
    Float firstPriority(long number) {
        return firstPriorities.get(number);
    }

    static boolean isClosing(int flags) {
        return (flags & StepLayout.FLAG_CLOSING) != 0;
    }

    /** The lane that an observation tells; {@code at} is where its record begins. */
    static long lane(UnsafeBuffer bytes, int at) {
        return (long) bytes.getFloat(at + StepLayout.OBSERVATION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static long number(UnsafeBuffer bytes, int at) {
        return (long) bytes.getFloat(at + StepLayout.OBSERVATION_OFFSET + 4, ByteOrder.LITTLE_ENDIAN);
    }
}
