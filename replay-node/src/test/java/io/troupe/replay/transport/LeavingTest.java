package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.StreamKind;
import io.troupe.testing.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shard that leaves, or whose learner does. */
class LeavingTest extends PlayedStreams {
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
}
