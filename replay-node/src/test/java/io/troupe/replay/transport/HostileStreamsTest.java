package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.schema.StepLayout;
import io.troupe.testing.Await;
import org.junit.jupiter.api.Test;

/** A shard's duty goes on whatever comes, and tells where its time goes. */
class HostileStreamsTest extends PlayedStreams {
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

    private void idle(int cycles) {
        for (int cycle = 0; cycle < cycles; cycle++) {
            nowNs += MS;
            agent.doWork();
        }
    }
}
