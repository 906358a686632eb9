package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shard's duty cycle. */
class ReplayAgentTest extends PlayedStreams {
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
}
