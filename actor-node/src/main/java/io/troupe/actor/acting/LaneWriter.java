package io.troupe.actor.acting;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.wire.StepsMessage;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps a lane's records until a shard has acknowledged them, and sends them: go-back-N with cumulative
 * acknowledgements.
 *
 * <pre>
 *   0 … stored at the shard … acknowledged … on the way … sent … not sent yet … produced, the open record
 * </pre>
 *
 * A priority and a recurrent state go with the record that completes their window, also when that is sent again. A lane
 * is pinned to a store. When the store stays silent, the lane goes over to another one: that opens an epoch at its first
 * unacknowledged record. Until something of an epoch is acknowledged, every message of it begins with its first record,
 * so that a shard that does not know the lane can take the first message that it sees for the beginning. Allocates
 * nothing while it runs.
 */
final class LaneWriter implements SequenceStates.Sink {
    private static final long RESEND_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long MAX_RESEND_NS = 8 * RESEND_NS;

    private final long laneId;
    private final int laneIndex;
    private final int nodeId;
    private final int maxUnacknowledged;
    private final int messageRecords;
    private final long messageDelayNs;
    private final long moveAfterNs;
    private final LaneMoves moves;
    private final StepSink sink;
    private final Stores stores;
    private final LaneBacklog backlog;

    private StoreState store;
    private StoreState destination;
    private int epoch;
    private long epochFirst;
    private long acknowledged;
    private long sent;
    private long produced;
    private long everSent;
    private long storedAtShard;
    private long resentRecords;
    private long skippedPriorities;
    private long reachableNs;
    private long progressNs;
    private long resendAtNs;
    private long resendDelayNs = RESEND_NS;
    private boolean isAway;

    /** @param laneIndex the lane's place among those of this process */
    LaneWriter(int laneIndex, ActorSpec spec, Stores stores, StepSink sink, LaneMoves moves) {
        ActorSettings settings = spec.settings();
        this.laneId = spec.lanes().get(laneIndex).laneId();
        this.laneIndex = laneIndex;
        this.nodeId = spec.nodeId();
        this.stores = stores;
        this.sink = sink;
        this.moves = moves;
        maxUnacknowledged = settings.maxUnacknowledgedRecords();
        messageRecords = settings.messageRecords();
        messageDelayNs = TimeUnit.MILLISECONDS.toNanos(settings.messageDelayMs());
        moveAfterNs = TimeUnit.MILLISECONDS.toNanos(settings.moveAfterMs());
        backlog = new LaneBacklog(spec);
    }

    /** Whether there is room for one more step and its episode's closing record. */
    boolean canWrite() {
        return produced - acknowledged + ActorSpec.RECORDS_PER_STEP <= maxUnacknowledged;
    }

    /** Where records are written, at {@link #recordOffset}. */
    UnsafeBuffer records() {
        return backlog.records();
    }

    int recordOffset(long record) {
        return backlog.recordOffset(record);
    }

    /** The open record is whole. */
    void commit(long nowNs) {
        backlog.written(produced, nowNs);
        produced++;
    }

    @Override
    public void onPriority(long startRecord, long completingRecord, float priority) {
        if (!(priority <= Float.MAX_VALUE)) {
            // The window takes the shard's running maximum instead.
            skippedPriorities++;
        } else if (startRecord >= epochFirst) {
            backlog.addPriority(startRecord, completingRecord, priority);
        }
    }

    @Override
    public void onState(long record, long completingRecord, DirectBuffer source, int offset) {
        if (record >= epochFirst) {
            backlog.addState(record, completingRecord, source, offset);
        }
    }

    /** Takes an acknowledgement; one of another store or epoch says nothing about what is sent now. */
    void onAck(long storeId, int ackEpoch, long storedRecords, long nowNs) {
        if (store == null || storeId != store.storeId() || ackEpoch != epoch || storedRecords > everSent) {
            return;
        }
        storedAtShard = Math.max(0, storedRecords);
        if (storedRecords > acknowledged) {
            acknowledged = storedRecords;
            sent = Math.max(sent, acknowledged);
            backlog.acknowledgeBelow(acknowledged);
            progressed(nowNs);
        }
    }

    /** Looks after the way to the shard: pins, moves, and decides what is sent again. */
    void tend(long nowNs) {
        if (store == null) {
            store = stores.first(laneIndex, nowNs);
            reachableNs = nowNs;
            progressed(nowNs);
            return;
        }
        if (!store.isReachable()) {
            isAway = true;
            if (nowNs - reachableNs >= moveAfterNs) {
                moveAway(nowNs);
            }
            return;
        }
        reachableNs = nowNs;
        if (isAway) {
            isAway = false;
            sendAgain(nowNs);
            progressed(nowNs);
        }
        if (produced == acknowledged || store.isLimited()) {
            progressed(nowNs);
        } else if (nowNs - progressNs >= moveAfterNs && moveAway(nowNs)) {
            return;
        } else if (sent > acknowledged && nowNs - resendAtNs >= 0) {
            sendAgain(nowNs);
        }
        if (destination != null && (!destination.isReachable() || destination.isDraining())) {
            destination = null;
        }
        if (destination != null && sent == acknowledged) {
            move(destination, nowNs);
        }
    }

    /** Has the lane go over to this store as soon as nothing is on the way, so that nothing is stored twice. */
    void moveTo(StoreState other) {
        destination = other;
    }

    /**
     * Sends what is ready.
     *
     * @param scratch where messages are put together
     * @param isAll   whether to send also what is neither much nor old
     * @return messages sent
     */
    int flush(StepsMessage message, MutableDirectBuffer scratch, long nowNs, boolean isAll) {
        int messages = 0;
        while (canSend(nowNs, isAll) && send(message, scratch, end(isAll))) {
            messages++;
        }
        return messages;
    }

    private boolean canSend(long nowNs, boolean isAll) {
        long waiting = end(isAll) - sent;
        if (waiting <= 0 || store == null || !store.isReachable() || destination != null) {
            return false;
        }
        if (acknowledged == epochFirst && sent > epochFirst) {
            return false;
        }
        return isAll || waiting >= messageRecords || nowNs - backlog.writtenNs(sent) >= messageDelayNs;
    }

    /**
     * Where sending ends for now. A shard that is about to leave gets nothing new, only again what was on its way; but
     * where a lane that makes nothing more has nowhere else to go, that shard is to have it all.
     */
    private long end(boolean isAll) {
        return store != null && store.isDraining() && !isAll ? Math.max(sent, everSent) : produced;
    }

    private boolean send(StepsMessage message, MutableDirectBuffer scratch, long end) {
        int limit = (int) Math.min(end - sent, StepsMessage.MAX_RECORDS);
        int recordCount = backlog.compose(message, scratch, laneId, epoch, nodeId, sent, limit);
        if (!sink.offer(store.storeId(), scratch, 0, message.length())) {
            return false;
        }
        resentRecords += Math.max(0, Math.min(everSent, sent + recordCount) - sent);
        sent += recordCount;
        everSent = Math.max(everSent, sent);
        backlog.markSent();
        return true;
    }

    private void sendAgain(long nowNs) {
        sent = acknowledged;
        backlog.rewind();
        resendAtNs = nowNs + resendDelayNs;
        resendDelayNs = Math.min(2 * resendDelayNs, MAX_RESEND_NS);
    }

    private void progressed(long nowNs) {
        progressNs = nowNs;
        resendAtNs = nowNs + RESEND_NS;
        resendDelayNs = 2 * RESEND_NS;
    }

    private boolean moveAway(long nowNs) {
        StoreState other = stores.other(store, laneIndex);
        if (other == null && store.isReachable() && storedAtShard < acknowledged) {
            // The shard has lost what it had acknowledged (its host died): go on there, after a gap.
            other = store;
        }
        if (other == null) {
            return false;
        }
        if (other != store) {
            stores.onSilence(store, nowNs);
        }
        move(other, nowNs);
        return true;
    }

    private void move(StoreState target, long nowNs) {
        long from = store.storeId();
        store = target;
        destination = null;
        isAway = false;
        epoch++;
        epochFirst = acknowledged;
        storedAtShard = acknowledged;
        sent = acknowledged;
        backlog.rewind();
        backlog.forgetBelow(epochFirst);
        reachableNs = nowNs;
        progressed(nowNs);
        moves.onMoved(laneId, epoch, epochFirst, from, target.storeId());
    }

    /** The store that is written to, or null before the first. */
    StoreState store() {
        return store;
    }

    /** The store that it goes to as soon as nothing is on the way; null where it stays. */
    StoreState destination() {
        return destination;
    }

    /** Number of whole records; the open one has this number. */
    long produced() {
        return produced;
    }

    /** Every record below this number is stored. */
    long acknowledged() {
        return acknowledged;
    }

    long resentRecords() {
        return resentRecords;
    }

    /** First priorities that were no numbers and so were not sent. */
    long skippedPriorities() {
        return skippedPriorities;
    }
}
