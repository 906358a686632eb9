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
    void shouldNotSendALearnerWhatAnotherOneAskedFor() {
        agent.setPeers(List.of(peer(ACTOR)), null);
        assertTrue(sendFeedback(UNLIMITED, 5, 16));
        agent.doWork();
        agent.setPeers(List.of(peer(ACTOR)), peer(LEARNER + 1));
        try (Receiver other = transport.receiver(StreamKind.BATCHES, LEARNER + 1)) {
            int[] rows = {0, 0};
            Await.until("a report to the other learner", () -> {
                nowNs += 100 * MS;
                agent.doWork();
                other.poll((buffer, offset, length) -> {
                    assertTrue(batch.wrap(buffer, offset, length));
                    rows[0] += batch.rows();
                    rows[1]++;
                    return true;
                }, 1000);
                return rows[1] > 1;
            });
            assertEquals(0, rows[0]);
            assertTrue(sendFeedback(UNLIMITED, 6, 8));
            agent.doWork();
            Await.until("its own rows", () -> {
                agent.doWork();
                other.poll((buffer, offset, length) -> {
                    assertTrue(batch.wrap(buffer, offset, length));
                    rows[0] += batch.rows();
                    return true;
                }, 1000);
                return rows[0] > 0;
            });
            assertEquals(8, rows[0]);
        }
    }

    @Test
    void shouldGoWhenItsLanesHaveGoneAndTheTimeIsOver() {
        agent.setCanLanesGo(true);
        assertTrue(sendFeedback(FIRST_STEPS, 5, 0));
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        agent.doWork();
        assertTrue(shard.isLimited());
        agent.drain(1_000 * MS);
        nowNs += MS;
        turn();
        assertEquals(FIRST_STEPS + 2, shard.storedSteps(), "what is on its way is stored, whatever the limit");
        nowNs += MS;
        turn();
        assertTrue(acks.isDraining());
        assertEquals(FIRST_STEPS + 2, acks.storedRecords(0));

        nowNs += 5_000 * MS;
        turn();
        assertFalse(agent.isGone(), "a lane is still here");
        agent.moveAway(LANE, FIRST_STEPS + 2, 1);
        assertEquals(0, shard.presentLanes());
        assertEquals(FIRST_STEPS + 2, shard.storedSteps());
        assertTrue(sendSteps(LANE, FIRST_STEPS, 2));
        assertTrue(sendFeedback(UNLIMITED, 6, 16));
        turn();
        assertEquals(0, shard.presentLanes(), "an old message brings no lane back");
        assertEquals(16, rowsReceived, "drawn from as ever");

        assertTrue(sendSteps(LANE + 1, 0, 1));
        nowNs += MS;
        turn();
        assertFalse(agent.isGone());
        nowNs += Departure.MAX_FAREWELL_NS;
        turn();
        assertTrue(agent.isGone());
        assertEquals(FIRST_STEPS + 2, shard.storedSteps(), "no steps are read any more");
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
