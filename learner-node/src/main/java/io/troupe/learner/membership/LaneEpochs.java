package io.troupe.learner.membership;

import io.troupe.proto.LaneMoved;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where lanes began their epochs, as the shards report it. An actor tells by itself when a lane of it goes over to
 * another shard; but an actor that dies may take that message with it, and the lane's old shard would keep what the
 * other one has too. So each shard hears of every epoch that any of its lanes has begun at another one. To be told
 * again harms nothing. Not thread-safe.
 */
final class LaneEpochs {
    private record Beginning(int epoch, long firstRecord, long storeId) {
    }

    private final Map<Long, List<Beginning>> beginnings = new HashMap<>();
    /** By node and lane: of how many of the lane's beginnings the node has heard. */
    private final Map<Integer, Map<Long, Integer>> heard = new HashMap<>();

    /** Takes note of what a shard reports, and returns what it has to be told. */
    List<LaneMoved> onShardStatus(ShardStatus status) {
        List<LaneMoved> news = new ArrayList<>();
        Map<Long, Integer> heardByNode = heard.computeIfAbsent(status.getNodeId(), id -> new HashMap<>());
        for (StoredLane lane : status.getLanesList()) {
            List<Beginning> known = note(lane, status.getStoreId());
            if (known == null) {
                continue;
            }
            int first = heardByNode.getOrDefault(lane.getLaneId(), 0);
            for (Beginning beginning : known.subList(first, known.size())) {
                if (beginning.storeId != status.getStoreId()) {
                    news.add(LaneMoved.newBuilder().setLaneId(lane.getLaneId()).setEpoch(beginning.epoch)
                        .setFromRecord(beginning.firstRecord).setFromStoreId(status.getStoreId())
                        .setToStoreId(beginning.storeId).build());
                }
            }
            heardByNode.put(lane.getLaneId(), known.size());
        }
        return news;
    }

    /** The node is gone: what comes in its place has heard of nothing. */
    void forget(int nodeId) {
        heard.remove(nodeId);
    }

    /** The lane's beginnings; null where none is known, as of a lane that has stayed where it was. */
    private List<Beginning> note(StoredLane lane, long storeId) {
        List<Beginning> known = beginnings.get(lane.getLaneId());
        boolean isBeginning = lane.getEpoch() > 0 && lane.getEpochFirstRecord() >= 0;
        if (isBeginning && (known == null || known.stream().noneMatch(other -> other.epoch == lane.getEpoch()))) {
            known = beginnings.computeIfAbsent(lane.getLaneId(), id -> new ArrayList<>());
            known.add(new Beginning(lane.getEpoch(), lane.getEpochFirstRecord(), storeId));
        }
        return known;
    }
}
