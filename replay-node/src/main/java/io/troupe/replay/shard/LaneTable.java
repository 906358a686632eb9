package io.troupe.replay.shard;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.replay.log.StepLog;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;

/** All lanes that the shard has ever stored something of, and who sends them. */
final class LaneTable {
    /** The part of the ring that open segments may take is one in this. */
    private static final int OPEN_PART = 8;

    private final Long2ObjectHashMap<Lane> lanes = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Sender> senders = new Int2ObjectHashMap<>();
    /** Nodes that have left: what still comes from them is stored, but nobody waits for its acknowledgement. */
    private final IntHashSet goneNodes = new IntHashSet();
    private final int segmentSteps;
    private final int capacity;
    private int activeLanes;

    LaneTable(StepLog log) {
        segmentSteps = log.segmentSteps();
        capacity = log.capacity();
    }

    Lane getOrAdd(long laneId) {
        Lane lane = lanes.get(laneId);
        if (lane == null) {
            lane = new Lane(laneId);
            lanes.put(laneId, lane);
        }
        return lane;
    }

    /**
     * The lane that {@code senderNodeId} sends, which is made where it is new. A node that has left does not become its
     * sender.
     *
     * @throws TroupeException CONFIGURATION where the ring is too small for one more lane
     */
    Lane onMessage(long laneId, int senderNodeId) {
        if (goneNodes.contains(senderNodeId)) {
            return getOrAdd(laneId);
        }
        Lane lane = lanes.get(laneId);
        if (lane == null || !lane.isActive) {
            refuseTooMany(laneId);
            lane = getOrAdd(laneId);
            lane.isActive = true;
            activeLanes++;
        }
        if (lane.sender == null || lane.sender.nodeId != senderNodeId) {
            move(lane, senderNodeId);
        }
        return lane;
    }

    /** The lane has no open segment any more, or its sender is gone. */
    void deactivate(Lane lane) {
        if (lane.isActive) {
            lane.isActive = false;
            activeLanes--;
        }
    }

    /** The lane has gone to another shard: nothing of it is acknowledged, or counted against the limit, any more. */
    void leave(Lane lane) {
        lane.hasLeft = true;
        if (lane.sender != null) {
            lane.sender.lanes.remove(lane);
            lane.sender = null;
        }
        deactivate(lane);
    }

    /** Lanes that living nodes send to this shard. */
    int presentLanes() {
        int present = 0;
        for (Sender sender : senders.values()) {
            present += sender.lanes.size();
        }
        return present;
    }

    /** Null where nothing came from that node. */
    Sender sender(int nodeId) {
        return senders.get(nodeId);
    }

    /** The node is there, perhaps again. */
    void addSender(int nodeId) {
        goneNodes.remove(nodeId);
    }

    void removeSender(int nodeId) {
        goneNodes.add(nodeId);
        Sender sender = senders.remove(nodeId);
        if (sender != null) {
            for (Lane lane : sender.lanes) {
                lane.sender = null;
                deactivate(lane);
            }
        }
    }

    Iterable<Lane> all() {
        return lanes.values();
    }

    List<LaneLedger> ledger() {
        List<LaneLedger> ledger = new ArrayList<>(lanes.size());
        for (Lane lane : lanes.values()) {
            ledger.add(new LaneLedger(lane.laneId, lane.epoch, lane.nextRecord, lane.storedSteps));
        }
        return ledger;
    }

    private void move(Lane lane, int senderNodeId) {
        if (lane.sender != null) {
            lane.sender.lanes.remove(lane);
        }
        Sender sender = senders.get(senderNodeId);
        if (sender == null) {
            sender = new Sender(senderNodeId);
            senders.put(senderNodeId, sender);
        }
        sender.lanes.add(lane);
        lane.sender = sender;
    }

    private void refuseTooMany(long laneId) {
        long wanted = (activeLanes + 1L) * segmentSteps;
        if (wanted * OPEN_PART > capacity) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "lane " + laneId + " would be the shard's "
                + (activeLanes + 1) + "th: lanes × replay.segment-steps = " + wanted + " is above an eighth of its"
                + " capacity of " + capacity + " steps, so half-filled segments would crowd out the replay; make"
                + " replay.capacity-steps larger, replay.segment-steps smaller, or run fewer lanes");
        }
    }
}
