package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.service.BatchSink;
import io.troupe.replay.service.ShardService;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A shard that stores nothing, writes down what it is told, and refuses what it must not be told. */
final class RecordingShard implements ShardService {
    static final long STORE = 99;
    final List<String> events = new ArrayList<>();
    long limitSteps = Long.MAX_VALUE;
    long storedSteps;
    long stateVersion;
    long ackVersion;
    int owedRows;
    int lanes = 1;
    private final BatchMessage batch;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 * 1024]);

    RecordingShard(StepLayout layout, WindowSpec window) {
        batch = new BatchMessage(layout, window);
    }

    @Override
    public long storeId() {
        return STORE;
    }

    @Override
    public boolean isLimited() {
        return storedSteps >= limitSteps;
    }

    @Override
    public void onSteps(StepsMessage steps) {
        assertFalse(isLimited(), "no steps are wanted");
        storedSteps += steps.recordCount();
        stateVersion++;
        ackVersion++;
        events.add("steps " + steps.firstRecord());
    }

    @Override
    public void onFeedback(FeedbackMessage feedback) {
        limitSteps = feedback.insertLimitSteps();
        owedRows += feedback.rows();
        events.add("feedback " + feedback.batchId());
    }

    @Override
    public int serve(BatchSink sink) {
        int rows = owedRows;
        if (rows == 0 || !offer(sink, rows)) {
            return 0;
        }
        owedRows = 0;
        events.add("rows " + rows);
        return rows;
    }

    @Override
    public void forgetRequests() {
        owedRows = 0;
        events.add("forget");
    }

    @Override
    public long stateVersion() {
        return stateVersion;
    }

    @Override
    public boolean report(BatchSink sink) {
        return offer(sink, 0);
    }

    @Override
    public int laneCount(int actorNodeId) {
        return lanes;
    }

    @Override
    public long ackVersion(int actorNodeId) {
        return ackVersion;
    }

    @Override
    public void putAcks(int actorNodeId, int firstLane, int count, AcksMessage target) {
        assertTrue(firstLane >= 0 && firstLane + count <= lanes, "lanes that there are");
        for (int i = 0; i < count; i++) {
            target.putLane(i, firstLane + i, 0, storedSteps);
        }
    }

    private boolean offer(BatchSink sink, int rows) {
        batch.begin(buffer, 0, STORE, 1, 7, rows).state(1, 2, storedSteps, 4);
        assertTrue(batch.length() <= sink.maxMessageLength());
        return sink.offer(buffer, 0, batch.length());
    }
}
