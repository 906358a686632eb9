package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.troupe.common.agent.TimeSpent;
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
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shard behind real streams, with an actor and a learner played by the test, and a clock that it moves. */
class ReplayAgentTest {
    private static final int SHARD = 1;
    private static final int ACTOR = 2;
    private static final int LEARNER = 3;
    private static final long STORE = 99;
    private static final long LANE = 5;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int FIRST_STEPS = 8;
    private static final long MS = 1_000_000;

    private final StepLayout layout = new StepLayout(
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private final WindowSpec window = WindowSpec.nStep(layout.schema(), 3);
    private final StepsMessage stepsMessage = new StepsMessage(layout.stride());
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[4096]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
    private final AcksMessage acks = new AcksMessage();
    private final BatchMessage batch = new BatchMessage(layout, window);

    @TempDir
    private Path folder;
    private long nowNs = 1_000 * MS;
    private NodeTransport transport;
    private ReplayShard shard;
    private ReplayAgent agent;
    private Sender steps;
    private Sender feedback;
    private Receiver acksReceiver;
    private Receiver batchReceiver;
    private int acksReceived;
    private int reportsReceived;
    private int rowsReceived;
    private long storedWhenDrawn;

    @BeforeEach
    void open() {
        transport = NodeTransport.open(new TransportSettings(
            Channel.IPC, Driver.EMBEDDED, "", "127.0.0.1", 0, 1 << 20, 1408, 10_000));
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, 1 << 16, 16, 0.6, false,
            transport.maxMessageLength(StreamKind.BATCHES)), new SplittableRandom(1), () -> STORE);
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
        Await.until("feedback to be sent", () -> sendFeedback(UNLIMITED, 1, 0));
        Await.until("steps to be sent", () -> sendSteps(LANE, 0, FIRST_STEPS));
        Await.until("every stream to have carried something", () -> {
            agent.doWork();
            nowNs += MS;
            receive();
            return shard.storedSteps() == FIRST_STEPS && acksReceived > 0 && reportsReceived > 0;
        });
        nowNs += 1_000 * MS;
        turn();
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
    void shouldSendRowsThatFeedbackAsksForBeforeItTakesSteps() {
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        assertTrue(sendFeedback(UNLIMITED, 5, 16));
        agent.doWork();
        receive();
        assertEquals(16, rowsReceived);
        assertEquals(FIRST_STEPS, storedWhenDrawn);
        assertEquals(FIRST_STEPS + 2, shard.storedSteps());
    }

    @Test
    void shouldTakeStepsInTheSameTurnInWhichFeedbackOpensTheLimit() {
        assertTrue(sendFeedback(FIRST_STEPS, 1, 0));
        agent.doWork();
        assertTrue(shard.isLimited());
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        assertTrue(sendFeedback(UNLIMITED, 2, 0));
        agent.doWork();
        assertEquals(FIRST_STEPS + 2, shard.storedSteps());
    }

    @Test
    void shouldLeaveStepsUnreadWhileLimited() {
        assertTrue(sendFeedback(FIRST_STEPS + 4, 1, 0));
        for (int message = 0; message < 4; message++) {
            assertTrue(sendSteps(LANE, FIRST_STEPS + 2L * message, 2));
        }
        for (int cycle = 0; cycle < 10; cycle++) {
            nowNs += MS;
            agent.doWork();
        }
        assertEquals(FIRST_STEPS + 4, shard.storedSteps());
        receive();
        assertTrue(acks.isLimited());
        assertEquals(FIRST_STEPS + 4, acks.storedRecords(0));

        assertTrue(sendFeedback(UNLIMITED, 2, 0));
        nowNs += MS;
        agent.doWork();
        assertEquals(FIRST_STEPS + 8, shard.storedSteps());
        receive();
        assertFalse(acks.isLimited());
    }

    @Test
    void shouldAcknowledgeNewsAtMostEveryMillisecond() {
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        agent.doWork();
        receive();
        assertEquals(0, acksReceived, "the last one was sent at this very time");
        nowNs += MS;
        turn();
        assertEquals(1, acksReceived);
        assertEquals(LANE, acks.laneId(0));
        assertEquals(FIRST_STEPS + 2, acks.storedRecords(0));
        assertEquals(STORE, acks.storeId());
        assertEquals(SHARD, acks.senderNodeId());
        nowNs += 99 * MS;
        agent.doWork();
        receive();
        assertEquals(1, acksReceived, "no news");
        nowNs += MS;
        turn();
        assertEquals(2, acksReceived, "a sign of life");
    }

    @Test
    void shouldAcknowledgeAllLanesOfAnActorAtOnce() {
        for (int lane = 1; lane <= 100; lane++) {
            assertTrue(sendSteps(LANE + lane, 0, 1));
        }
        agent.doWork();
        nowNs += MS;
        turn();
        assertEquals(101, acks.laneCount());
    }

    @Test
    void shouldReportNewStepsAtMostEveryTwoMilliseconds() {
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        agent.doWork();
        nowNs += MS;
        turn();
        assertEquals(0, reportsReceived);
        nowNs += MS;
        turn();
        assertEquals(1, reportsReceived);
        assertEquals(FIRST_STEPS + 2, batch.storedSteps());
        nowNs += 199 * MS;
        agent.doWork();
        receive();
        assertEquals(1, reportsReceived);
        nowNs += MS;
        turn();
        assertEquals(2, reportsReceived);
    }

    @Test
    void shouldTakeStepsWithoutALearner() {
        agent.setPeers(List.of(peer(ACTOR)), null);
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        nowNs += 1_000 * MS;
        agent.doWork();
        receive();
        assertEquals(FIRST_STEPS + 2, shard.storedSteps());
    }

    @Test
    void shouldStopAcknowledgingToAnActorThatLeft() {
        agent.setPeers(List.of(), peer(LEARNER));
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        nowNs += 200 * MS;
        agent.doWork();
        receive();
        assertEquals(0, acksReceived);
        assertEquals(FIRST_STEPS + 2, shard.storedSteps(), "what was on its way is stored");
    }

    @Test
    void shouldTellWhereItsTimeGoes() {
        TimeSpent before = shard.publish().time();
        idle(10);
        assertTrue(sendFeedback(FIRST_STEPS, 1, 0));
        nowNs += MS;
        agent.doWork();
        idle(20);
        TimeSpent after = shard.publish().time();
        // The last cycle's time is not over yet. Acknowledgements and reports are work too.
        assertEquals(31 * MS, after.workingNs() - before.workingNs() + after.limitedNs() - before.limitedNs()
            + after.waitingForSamplesNs() - before.waitingForSamplesNs());
        assertTrue(after.waitingForSamplesNs() - before.waitingForSamplesNs() >= 5 * MS, after + " after " + before);
        assertTrue(after.limitedNs() - before.limitedNs() >= 15 * MS, after + " after " + before);
        assertEquals(before.waitingForInsertsNs(), after.waitingForInsertsNs());
    }

    @Test
    void shouldCloseASessionWhoseStepsAreNoSteps() {
        record.putInt(StepLayout.ACTION_OFFSET, 2);
        for (int message = 0; message < 8; message++) {
            sendSteps(LANE, FIRST_STEPS, 1);
        }
        Await.until("the session to be closed", () -> {
            agent.doWork();
            return transport.counters().rejectedSessions() == 1;
        });
        record.putInt(StepLayout.ACTION_OFFSET, 1);
        assertEquals(8, shard.publish().malformedMessages());
        Await.until("a new session to be heard", () -> {
            agent.doWork();
            sendSteps(LANE, FIRST_STEPS, 1);
            return shard.storedSteps() == FIRST_STEPS + 1;
        });
    }

    @Test
    void shouldGoOnWhenLanesHaveNoRoom() {
        long lanes = shard.publish().capacityRecords() / 8 / 16;
        for (long lane = 0; lane < lanes + 10; lane++) {
            long next = 1_000 + lane;
            Await.until("room in the stream", () -> {
                agent.doWork();
                return sendSteps(next, 0, 1);
            });
        }
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        Await.until("the known lane to be stored", () -> {
            agent.doWork();
            return shard.storedSteps() == FIRST_STEPS + 2 + lanes - 1;
        });
        assertEquals(11, shard.publish().refusedLanes());
    }

    @Test
    void shouldDropWhatIsNoMessage() {
        bytes.setMemory(0, 200, (byte) 0x55);
        assertTrue(steps.offer(bytes, 0, 200));
        assertTrue(feedback.offer(bytes, 0, 3));
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        agent.doWork();
        assertEquals(FIRST_STEPS + 2, shard.storedSteps());
        assertEquals(2, shard.publish().malformedMessages());
    }

    @Test
    void shouldAllocateAlmostNothingWhileIdle() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int cycle = 0; cycle < 5_000; cycle++) {
                // Less than it takes for a snapshot to be due, which is made five times a second and allocates.
                nowNs += MS / 30;
                agent.doWork();
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
            receive();
        }
        assertTrue(allocated < 2_000, "5,000 idle cycles allocated " + allocated + " bytes");
    }

    private void idle(int cycles) {
        for (int cycle = 0; cycle < cycles; cycle++) {
            nowNs += MS;
            agent.doWork();
        }
    }

    private NodePeer peer(int nodeId) {
        return new NodePeer(nodeId, transport.endpoint());
    }

    private boolean sendSteps(long laneId, long firstRecord, int count) {
        stepsMessage.begin(bytes, 0, laneId, 0, ACTOR, firstRecord, count, count);
        for (int i = 0; i < count; i++) {
            record.putInt(StepLayout.FLAGS_OFFSET, firstRecord + i == 0 ? StepLayout.FLAG_EPISODE_START : 0);
            // The priority is of the window that the record completes; before the third there is none.
            stepsMessage.putRecord(i, record, 0).putPriority(i, Math.max(0, firstRecord + i - 3), 1);
        }
        return steps.offer(bytes, 0, stepsMessage.length());
    }

    private boolean sendFeedback(long limitSteps, long batchId, int rows) {
        FeedbackMessage message = new FeedbackMessage();
        return feedback.offer(bytes, 0, message.begin(bytes, 0, STORE, limitSteps, batchId, rows, 0).length());
    }

    private void turn() {
        agent.doWork();
        receive();
    }

    private void receive() {
        acksReceiver.poll((buffer, offset, length) -> {
            assertTrue(acks.wrap(buffer, offset, length));
            acksReceived++;
            return true;
        }, 1000);
        batchReceiver.poll((buffer, offset, length) -> {
            assertTrue(batch.wrap(buffer, offset, length));
            if (batch.rows() == 0) {
                reportsReceived++;
            } else {
                rowsReceived += batch.rows();
                storedWhenDrawn = batch.storedSteps();
            }
            return true;
        }, 1000);
    }
}
