package io.troupe.replay.cluster;

import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import io.troupe.replay.shard.LaneLedger;
import io.troupe.replay.shard.ShardSnapshot;

/** A shard's state as the coordinator takes it. */
public final class ShardStatuses {
    private ShardStatuses() {
    }

    public static ShardStatus of(int nodeId, ShardSnapshot shard) {
        ShardStatus.Builder status = ShardStatus.newBuilder()
            .setNodeId(nodeId)
            .setStoreId(shard.storeId())
            .setSizeSteps(shard.sizeSteps())
            .setCapacitySteps(shard.capacityRecords())
            .setSamplableWindows(shard.samplableWindows())
            .setPriorityMass(shard.priorityMass())
            .setStoredSteps(shard.storedSteps())
            .setEvictedSteps(shard.evictedSteps())
            .setSampledRows(shard.sampledRows())
            .setUpdatedPriorities(shard.updatedPriorities())
            .setLateUpdates(shard.lateUpdates())
            .setRefusedPriorities(shard.refusedPriorities())
            .setMalformedMessages(shard.malformedMessages())
            .setDuplicateRecords(shard.duplicateRecords())
            .setIsLimited(shard.isLimited())
            .setRefusedLanes(shard.refusedLanes())
            .setClippedPriorities(shard.clippedPriorities())
            .setBoundedMasses(shard.boundedMasses())
            .setTornRecords(shard.tornRecords())
            .setTornSegments(shard.tornSegments())
            .setTornStates(shard.tornStates())
            .setDroppedStates(shard.droppedStates())
            .setHasDroppedStates(shard.hasDroppedStates())
            .setWorkingNs(shard.time().workingNs())
            .setWaitingForInsertsNs(shard.time().waitingForInsertsNs())
            .setWaitingForSamplesNs(shard.time().waitingForSamplesNs())
            .setLimitedNs(shard.time().limitedNs());
        for (LaneLedger lane : shard.lanes()) {
            status.addLanes(StoredLane.newBuilder()
                .setLaneId(lane.laneId())
                .setEpoch(lane.epoch())
                .setStoredRecords(lane.storedRecords())
                .setStoredSteps(lane.storedSteps()));
        }
        return status.build();
    }
}
