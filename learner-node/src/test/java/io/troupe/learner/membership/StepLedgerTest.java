package io.troupe.learner.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.learner.membership.StepLedger.Balance;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
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
    void shouldCountApartWhatWasDestroyedWithAShardsFiles() {
        ledger.onDirectory(directory("replay-1", 7));
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 0, 1, 60));
        ledger.onDirectory(directory("replay-1", 8));
        ledger.onShardStatus(shard(8, 0, 1, 40));

        assertEquals(new Balance(100, 100, 0, 60), ledger.balance());
    }

    @Test
    void shouldNotCountTwiceWhatADestroyedShardHadNotAcknowledged() {
        ledger.onDirectory(directory("replay-1", 7));
        ledger.onActorStatus(actor(1, 100));
        ledger.onShardStatus(shard(7, 0, 1, 60));
        ledger.onDirectory(directory("replay-1", 8));
        ledger.onShardStatus(shard(8, 0, 1, 45));

        assertEquals(new Balance(100, 100, 0, 55), ledger.balance());
    }

    @Test
    void shouldTakeAShardThatCameBackWithItsFilesForTheSame() {
        ledger.onDirectory(directory("replay-1", 7));
        ledger.onShardStatus(shard(7, 0, 1, 60));
        ledger.onDirectory(Directory.getDefaultInstance());
        ledger.onDirectory(directory("replay-1", 7));

        assertEquals(new Balance(60, 60, 0, 0), ledger.balance());
    }

    private static Directory directory(String name, long storeId) {
        return Directory.newBuilder().addNodes(DirectoryEntry.newBuilder().setRole(NodeRole.REPLAY).setNodeName(name)
            .setStoreId(storeId)).build();
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
