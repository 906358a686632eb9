package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayAgentTest {
    private static final int SHARD = 1;
    private static final int ACTOR = 2;
    private static final int LEARNER = 3;
    private static final long MS = 1_000_000;

    private final StepLayout layout = new StepLayout(
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private final WindowSpec window = WindowSpec.nStep(layout.schema(), 3);
    private final RecordingShard shard = new RecordingShard(layout, window);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[4096]);
    private final AcksMessage acks = new AcksMessage();
    private final BatchMessage batch = new BatchMessage(layout, window);
    private long nowNs = 1_000 * MS;
    private NodeTransport transport;
    private ReplayAgent agent;
    private Sender steps;
    private Sender feedback;
    private Receiver acksReceiver;
    private Receiver batchReceiver;
    private int acksReceived;
    private int lanesAcknowledged;
    private int reportsReceived;
    private int rowsReceived;

    @BeforeEach
    void open() {
        transport = NodeTransport.open(new TransportSettings(
            Channel.IPC, Driver.EMBEDDED, "", "127.0.0.1", 0, 1 << 20, 1408, 10_000));
        agent = new ReplayAgent(transport, SHARD, layout, shard, () -> nowNs);
        steps = transport.sender(StreamKind.STEPS, peer(SHARD));
        feedback = transport.sender(StreamKind.FEEDBACK, peer(SHARD));
        acksReceiver = transport.receiver(StreamKind.ACKS, ACTOR);
        batchReceiver = transport.receiver(StreamKind.BATCHES, LEARNER);
        agent.setPeers(List.of(peer(ACTOR)), peer(LEARNER));
        Await.until("the shard to be connected", () -> {
            agent.doWork();
            return steps.isConnected() && feedback.isConnected();
        });
        Await.until("feedback to be sent", () -> sendFeedback(Long.MAX_VALUE, 0, 0));
        Await.until("steps to be sent", () -> sendSteps(0));
        Await.until("every stream to have carried something", () -> {
            agent.doWork();
            receive();
            return shard.events.size() == 2 && acksReceived > 0 && reportsReceived > 0;
        });
        nowNs += 1_000 * MS;
        agent.doWork();
        receive();
        shard.events.clear();
        shard.storedSteps = 0;
        acksReceived = 0;
        reportsReceived = 0;
    }

    @AfterEach
    void close() {
        agent.onClose();
        steps.close();
        feedback.close();
        acksReceiver.close();
        batchReceiver.close();
        transport.close();
    }

    @Test
    void shouldTakeFeedbackThenSendRowsThenTakeSteps() {
        assertTrue(sendSteps(0));
        assertTrue(sendFeedback(Long.MAX_VALUE, 5, 16));
        agent.doWork();
        assertEquals(List.of("feedback 5", "rows 16", "steps 0"), shard.events);
        receive();
        assertEquals(16, rowsReceived);
    }

    @Test
    void shouldLeaveStepsUnreadWhileLimited() {
        assertTrue(sendFeedback(4, 1, 0));
        for (int message = 0; message < 4; message++) {
            assertTrue(sendSteps(2L * message));
        }
        for (int cycle = 0; cycle < 10; cycle++) {
            nowNs += MS;
            agent.doWork();
        }
        assertEquals(List.of("feedback 1", "steps 0", "steps 2"), shard.events);
        receive();
        assertTrue(acks.isLimited());

        assertTrue(sendFeedback(Long.MAX_VALUE, 2, 0));
        nowNs += MS;
        agent.doWork();
        assertEquals(List.of("feedback 2", "steps 4", "steps 6"), shard.events.subList(3, 6));
        receive();
        assertFalse(acks.isLimited());
    }

    @Test
    void shouldAcknowledgeNewsAtMostEveryMillisecond() {
        assertTrue(sendSteps(0));
        agent.doWork();
        receive();
        assertEquals(0, acksReceived, "the last one was sent at this very time");
        nowNs += MS;
        agent.doWork();
        receive();
        assertEquals(1, acksReceived);
        assertEquals(2, acks.storedRecords(0));
        assertEquals(RecordingShard.STORE, acks.storeId());
        assertEquals(SHARD, acks.senderNodeId());
        nowNs += 99 * MS;
        agent.doWork();
        receive();
        assertEquals(1, acksReceived, "no news");
        nowNs += MS;
        agent.doWork();
        receive();
        assertEquals(2, acksReceived, "a sign of life");
    }

    @Test
    void shouldAcknowledgeMoreLanesThanOneMessageHolds() {
        shard.lanes = 2000;
        shard.ackVersion++;
        nowNs += MS;
        lanesAcknowledged = 0;
        agent.doWork();
        receive();
        assertEquals(2, acksReceived);
        assertEquals(2000, lanesAcknowledged);
    }

    @Test
    void shouldReportChangedStateAtMostEveryTwoMilliseconds() {
        shard.stateVersion++;
        nowNs += MS;
        agent.doWork();
        receive();
        assertEquals(0, reportsReceived);
        nowNs += MS;
        agent.doWork();
        receive();
        assertEquals(1, reportsReceived);
        nowNs += 199 * MS;
        agent.doWork();
        receive();
        assertEquals(1, reportsReceived);
        nowNs += MS;
        agent.doWork();
        receive();
        assertEquals(2, reportsReceived);
    }

    @Test
    void shouldForgetWhatWasOwedToLearnerThatLeft() {
        agent.setPeers(List.of(peer(ACTOR)), null);
        agent.doWork();
        assertEquals(List.of("forget"), shard.events);
        assertTrue(sendFeedback(Long.MAX_VALUE, 5, 16));
        agent.doWork();
        assertEquals(List.of("forget", "feedback 5"), shard.events);
    }

    @Test
    void shouldStopAcknowledgingToActorThatLeft() {
        agent.setPeers(List.of(), peer(LEARNER));
        shard.ackVersion++;
        nowNs += 200 * MS;
        agent.doWork();
        receive();
        assertEquals(0, acksReceived);
    }

    @Test
    void shouldDropWhatIsNoMessage() {
        bytes.setMemory(0, 200, (byte) 0x55);
        assertTrue(steps.offer(bytes, 0, 200));
        assertTrue(feedback.offer(bytes, 0, 3));
        assertTrue(sendSteps(8));
        agent.doWork();
        assertEquals(List.of("steps 8"), shard.events);
        assertEquals(2, transport.counters().malformed());
    }

    @Test
    void shouldAllocateNothingWhileIdle() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int cycle = 0; cycle < 5_000; cycle++) {
                nowNs += MS / 10;
                agent.doWork();
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
            receive();
        }
        assertTrue(acksReceived > 10, "time has passed");
        assertTrue(allocated < 1_000, "5,000 idle cycles allocated " + allocated + " bytes");
    }

    private NodePeer peer(int nodeId) {
        return new NodePeer(nodeId, transport.endpoint());
    }

    private boolean sendSteps(long firstRecord) {
        StepsMessage message = new StepsMessage(layout.stride());
        return steps.offer(bytes, 0, message.begin(bytes, 0, 5, 0, ACTOR, firstRecord, 2, 0).length());
    }

    private boolean sendFeedback(long limitSteps, long batchId, int rows) {
        FeedbackMessage message = new FeedbackMessage();
        return feedback.offer(bytes, 0,
            message.begin(bytes, 0, RecordingShard.STORE, limitSteps, batchId, rows, 0).length());
    }

    private void receive() {
        acksReceiver.poll((buffer, offset, length) -> {
            assertTrue(acks.wrap(buffer, offset, length));
            acksReceived++;
            lanesAcknowledged += acks.laneCount();
            return true;
        }, 1000);
        batchReceiver.poll((buffer, offset, length) -> {
            assertTrue(batch.wrap(buffer, offset, length));
            reportsReceived += batch.rows() == 0 ? 1 : 0;
            rowsReceived += batch.rows();
            return true;
        }, 1000);
    }
}
