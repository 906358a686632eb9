package io.troupe.learner.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.membership.StepLedger.Balance;
import io.troupe.learner.status.RunLedger;
import io.troupe.learner.status.RunLedger.Lane;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepLedgerTest {
    private final StepLedger ledger = new StepLedger();

    @Test
    void shouldBalanceWhenEveryProducedStepIsStored() {
        ledger.onActorStatus(actor(1, 100, 2, 50));
        ledger.onShardStatus(shard(7, 5, 1, 100, 2, 50));

        assertEquals(new Balance(150, 150, 5, 0), ledger.balance());
        assertEquals(0, ledger.balance().missing());
    }

    @Test
    void shouldCountWhatAKilledActorReportedAndNeverDelivered() {
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 0, 1, 90));

        assertEquals(10, ledger.balance().missing());
    }

    @Test
    void shouldTakeWhatArrivedAsProducedWhereAKilledActorReportedLess() {
        ledger.onActorStatus(actor(1, 80));
        ledger.onShardStatus(shard(7, 0, 1, 90));

        assertEquals(new Balance(90, 90, 0, 0), ledger.balance());
    }

    @Test
    void shouldAddTheStoresOfALaneThatMoved() {
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 0, 1, 60));
        ledger.onShardStatus(shard(8, 0, 1, 40));

        assertEquals(new Balance(100, 100, 0, 0), ledger.balance());
    }

    @Test
    void shouldNotCountARestartedShardTwice() {
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 0, 1, 60));
        ledger.onShardStatus(shard(7, 0, 1, 100));

        assertEquals(new Balance(100, 100, 0, 0), ledger.balance());
    }

    @Test
    void shouldCountTheStepsOfAShardThatHasDrainedAsStoredAndRetiredUntilItIsBack() {
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 10, 1, 60));
        ledger.onShardStatus(shard(8, 0, 1, 40));
        ledger.onShardStatus(shard(7, 10, 1, 60).toBuilder().setSizeSteps(50).setIsRetired(true).build());
        assertEquals(new Balance(100, 100, 10, 50), ledger.balance());

        ledger.onShardStatus(shard(7, 10, 1, 60).toBuilder().setSizeSteps(50).build());
        assertEquals(new Balance(100, 100, 10, 0), ledger.balance());
    }

    @Test
    void shouldTellOfEachLaneWhatOfItIsOnItsWayOrLost() {
        ledger.onActorStatus(actor(1, 100, 2, 70, 3, 30));
        ledger.onShardStatus(shard(7, 5, 1, 60, 2, 70));
        ledger.onShardStatus(shard(8, 0, 1, 38, 3, 20));
        RunLedger told = RunLedger.of(ledger, Map.of(1L, "actor-1", 2L, "actor-1"));
        assertEquals(List.of(new Lane(3, null, 30, 20, 0, 10), new Lane(1, "actor-1", 100, 98, 2, 0),
            new Lane(2, "actor-1", 70, 70, 0, 0)), told.lanes());
        assertEquals(new RunLedger.Total(3, 200, 188, 2, 10, 5, 0, 0), told.total());
    }

    @Test
    void shouldKeepTheBooksOfEarlierStarts() {
        ledger.onActorStatus(actor(1, 100, 2, 70));
        ledger.onShardStatus(shard(7, 5, 1, 90, 2, 70));
        StepLedger next = new StepLedger();
        next.restore(ledger.books());
        assertEquals(new Balance(170, 160, 5, 0), next.balance());
        assertTrue(next.isSettled(), "what a lane of before lacks does not come any more");

        // The shard comes back with what had arrived after the books were written, and another lane begins.
        next.onShardStatus(shard(7, 6, 1, 90, 2, 75));
        next.onActorStatus(actor(3, 20));
        assertFalse(next.isSettled());
        next.onShardStatus(shard(8, 0, 3, 20));
        assertTrue(next.isSettled());
        assertEquals(new Balance(100 + 75 + 20, 90 + 75 + 20, 6, 0), next.balance());
    }

    /** @param laneAndSteps lane id, produced steps, lane id, … */
    private static ActorStatus actor(long... laneAndSteps) {
        ActorStatus.Builder status = ActorStatus.newBuilder();
        for (int i = 0; i < laneAndSteps.length; i += 2) {
            status.addLanes(LaneStatus.newBuilder().setLaneId(laneAndSteps[i]).setProducedSteps(laneAndSteps[i + 1]));
        }
        return status.build();
    }

    private static ShardStatus shard(long storeId, long evicted, long... laneAndSteps) {
        ShardStatus.Builder status = ShardStatus.newBuilder().setStoreId(storeId).setEvictedSteps(evicted);
        for (int i = 0; i < laneAndSteps.length; i += 2) {
            status.addLanes(StoredLane.newBuilder().setLaneId(laneAndSteps[i]).setStoredSteps(laneAndSteps[i + 1]));
        }
        return status.build();
    }
}
