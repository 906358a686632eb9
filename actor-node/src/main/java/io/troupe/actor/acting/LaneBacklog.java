package io.troupe.actor.acting;

import io.troupe.common.wire.StepsMessage;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a lane has made and no shard has acknowledged: its records, with the first priorities and the recurrent states
 * that go with them, and how they are put into messages. Fixed memory; allocates nothing while it runs.
 */
final class LaneBacklog {
    private final int stride;
    private final int maxMessageBytes;
    private final int stateBytes;
    private final int stateEntryBytes;
    private final UnsafeBuffer records;
    private final long[] writtenNs;
    private final int mask;
    private final PendingEntries priorities;
    private final PendingEntries states;
    private int composedPriorities;
    private int composedStates;

    LaneBacklog(ActorSpec spec) {
        stride = spec.layout().stride();
        maxMessageBytes = spec.messageBytes();
        stateBytes = spec.layout().stateBytes();
        stateEntryBytes = StepsMessage.stateEntryBytes(stateBytes);
        // Besides the unacknowledged ones: the open record, and the observation that its step brings.
        int slots = Integer.highestOneBit(spec.settings().maxUnacknowledgedRecords() + 1) << 1;
        mask = slots - 1;
        records = new UnsafeBuffer(new byte[Math.multiplyExact(slots, stride)]);
        writtenNs = new long[slots];
        int starts = slots + spec.nStep() + 1;
        priorities = new PendingEntries(starts, Float.BYTES);
        states = new PendingEntries(spec.sequencesAmong(starts), stateBytes);
    }

    /** Where records are written, at {@link #recordOffset}. */
    UnsafeBuffer records() {
        return records;
    }

    int recordOffset(long record) {
        return ((int) record & mask) * stride;
    }

    void written(long record, long nowNs) {
        writtenNs[(int) record & mask] = nowNs;
    }

    long writtenNs(long record) {
        return writtenNs[(int) record & mask];
    }

    void addPriority(long startRecord, long completingRecord, float priority) {
        int at = priorities.add(startRecord, completingRecord);
        priorities.values().putFloat(at, priority);
    }

    void addState(long record, long completingRecord, DirectBuffer source, int offset) {
        int at = states.add(record, completingRecord);
        states.values().putBytes(at, source, offset, stateBytes);
    }

    void acknowledgeBelow(long record) {
        priorities.acknowledgeBelow(record);
        states.acknowledgeBelow(record);
    }

    /** Everything that is not acknowledged is to be sent again. */
    void rewind() {
        priorities.rewind();
        states.rewind();
    }

    /** Forgets what is of records below {@code record}: the shard that is written to does not know them. */
    void forgetBelow(long record) {
        priorities.forgetBelow(record);
        states.forgetBelow(record);
    }

    /**
     * Puts as many records from {@code first} on into a message as go in, with what goes with them.
     *
     * @param limit the most records
     * @return how many
     */
    int compose(StepsMessage message, MutableDirectBuffer scratch, long laneId, int epoch, int nodeId, long first,
                int limit) {
        int recordCount = 0;
        int priorityCount = 0;
        int stateCount = 0;
        while (recordCount < limit) {
            int morePriorities = priorityCount + priorities.unsentBelow(first + recordCount + 1, priorityCount);
            int moreStates = stateCount + states.unsentBelow(first + recordCount + 1, stateCount);
            if (StepsMessage.length(stride, recordCount + 1, morePriorities) + moreStates * stateEntryBytes
                > maxMessageBytes) {
                break;
            }
            priorityCount = morePriorities;
            stateCount = moreStates;
            recordCount++;
        }
        message.begin(scratch, 0, laneId, epoch, nodeId, first, recordCount, priorityCount, stateCount);
        for (int i = 0; i < recordCount; i++) {
            message.putRecord(i, records, recordOffset(first + i));
        }
        for (int i = 0; i < priorityCount; i++) {
            message.putPriority(i, priorities.unsentRecord(i), priorities.values().getFloat(priorities.unsentOffset(i)));
        }
        for (int i = 0; i < stateCount; i++) {
            message.putState(i, states.unsentRecord(i), states.values(), states.unsentOffset(i));
        }
        composedPriorities = priorityCount;
        composedStates = stateCount;
        return recordCount;
    }

    /** The message that was composed last is on its way. */
    void markSent() {
        priorities.markSent(composedPriorities);
        states.markSent(composedStates);
    }
}
