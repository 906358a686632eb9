package io.troupe.replay.shard;

import io.troupe.replay.defence.MassAccount;
import io.troupe.replay.log.StepLog;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes that the shard has ever stored something of, and who sends them. */
final class LaneTable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneTable.class);
    /** The part of the ring that open segments may take is one in this. */
    private static final int OPEN_PART = 8;
    /** Lanes of actors that are long gone stay known; but a sender must not fill the memory with them. */
    private static final int MIN_KNOWN_LANES = 1 << 14;

    private final Long2ObjectHashMap<Lane> lanes = new Long2ObjectHashMap<>();
    private final Int2ObjectHashMap<Sender> senders = new Int2ObjectHashMap<>();
    /** Nodes that have left: what still comes from them is stored, but nobody waits for its acknowledgement. */
    private final IntHashSet goneNodes = new IntHashSet();
    private final List<MassAccount> actors = new ArrayList<>();
    private final int segmentSteps;
    private final int capacity;
    private final int maxActiveLanes;
    private final int maxKnownLanes;
    private int activeLanes;
    private long refusals;

    LaneTable(StepLog log) {
        segmentSteps = log.segmentSteps();
        capacity = log.capacity();
        maxActiveLanes = capacity / OPEN_PART / segmentSteps;
        maxKnownLanes = Math.max(MIN_KNOWN_LANES, 4 * maxActiveLanes);
    }

    /** The accounts of all senders, kept up to date. */
    List<MassAccount> actors() {
        return actors;
    }

    /** How many messages were refused because the shard had no room for their lane. */
    long refusals() {
        return refusals;
    }

    /** Whether a lane that was never here may be added. */
    boolean canKnow(long laneId) {
        return lanes.containsKey(laneId) || lanes.size() < maxKnownLanes;
    }

    /** Whether the lane has an open segment, or is about to. */
    boolean isActive(long laneId) {
        Lane lane = lanes.get(laneId);
        return lane != null && lane.isActive;
    }

    /** Whether another node that is still there sends this lane: a lane never changes its process. */
    boolean isForeign(long laneId, int senderNodeId) {
        Lane lane = lanes.get(laneId);
        return lane != null && lane.sender != null && lane.sender.nodeId != senderNodeId;
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
     * The lane that {@code senderNodeId} sends, which is made where it is new; null where there is no room for one
     * more. A node that has left does not become its sender.
     */
    Lane onMessage(long laneId, int senderNodeId) {
        if (!canKnow(laneId)) {
            refuse(laneId);
            return null;
        }
        if (goneNodes.contains(senderNodeId)) {
            return getOrAdd(laneId);
        }
        Lane lane = lanes.get(laneId);
        if (lane == null || !lane.isActive) {
            if (activeLanes >= maxActiveLanes) {
                refuse(laneId);
                return null;
            }
            lane = getOrAdd(laneId);
            lane.isActive = true;
            activeLanes++;
        }
        if (lane.sender == null) {
            join(lane, senderNodeId);
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
            actors.remove(sender.account);
            for (Lane lane : sender.lanes) {
                lane.account.leave();
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
            ledger.add(new LaneLedger(lane.laneId, lane.epoch, lane.epochFirst, lane.nextRecord, lane.storedSteps));
        }
        return ledger;
    }

    private void join(Lane lane, int senderNodeId) {
        Sender sender = senders.get(senderNodeId);
        if (sender == null) {
            sender = new Sender(senderNodeId);
            senders.put(senderNodeId, sender);
            actors.add(sender.account);
        }
        sender.lanes.add(lane);
        lane.sender = sender;
        lane.account.join(sender.account);
    }

    private void refuse(long laneId) {
        // The 1st, 2nd, 4th, 8th … time: a sender that goes on does not fill the disk.
        if (Long.bitCount(++refusals) > 1) {
            return;
        }
        if (canKnow(laneId)) {
            LOGGER.error("lane {} is refused (for the {}. time a lane is): {} lanes are open, and with one more lanes ×"
                + " replay.segment-steps = {} would be above an eighth of the shard's capacity of {} steps, so"
                + " half-filled segments would crowd out the replay; make replay.capacity-steps larger,"
                + " replay.segment-steps smaller, or run fewer lanes",
                laneId, refusals, activeLanes, (activeLanes + 1L) * segmentSteps, capacity);
        } else {
            LOGGER.error("lane {} is refused (for the {}. time a lane is): the shard knows {} lanes, the most that it"
                + " remembers; give it a new replay.directory", laneId, refusals, lanes.size());
        }
    }
}
