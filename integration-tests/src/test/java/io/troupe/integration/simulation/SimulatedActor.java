package io.troupe.integration.simulation;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorReport;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.StepSink;
import io.troupe.actor.cluster.ActorStatuses;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.network.ConstantQFunction;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.integration.simulation.Network.Kind;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.LaneAssignment;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.Welcome;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An actor process: the real {@link Actor}, whose environments count. */
final class SimulatedActor extends SimulatedNode implements StepSink {
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final WeightsSnapshot WEIGHTS = new WeightsSnapshot(1, 1, 0, new UnsafeBuffer(new byte[0]));

    private final Simulation simulation;
    private final StepsMessage sent = new StepsMessage(CountingEnvironment.LAYOUT.stride());
    private final AcksMessage acks = new AcksMessage();
    private final TreeMap<Long, Integer> nodeOfStore = new TreeMap<>();
    private Actor actor;
    private ActorStatuses statuses;
    private long statusNs;

    SimulatedActor(Simulation simulation, String name) {
        super(name, NodeRole.ACTOR);
        this.simulation = simulation;
    }

    @Override
    void onWelcome(Welcome welcome) {
        Schedule schedule = simulation.schedule();
        List<LaneSpec> lanes = welcome.getLanesList().stream()
            .map(lane -> new LaneSpec(lane.getLaneId(), 0.5, lane.getSeed())).toList();
        Iterator<LaneAssignment> inOrder = welcome.getLanesList().iterator();
        ActorSettings settings = new ActorSettings(schedule.actors(), schedule.lanes(),
            new ActorSettings.Exploration(0.4, 7, 0), schedule.maxUnacknowledgedRecords(), schedule.messageRecords(), 10,
            Schedule.MOVE_AFTER_MS, 3, ActorSettings.Staleness.any());
        ActorSpec spec = new ActorSpec(nodeId(), CountingEnvironment.LAYOUT, lanes,
            random -> new CountingEnvironment(inOrder.next().getLaneId(), random), settings, Schedule.N, 0.9,
            Sequence.none(), schedule.shards(), MAX_MESSAGE_BYTES);
        // Values nothing, so that first priorities are the rewards' own.
        float[] values = new float[CountingEnvironment.LAYOUT.schema().actionCount()];
        actor = new Actor(spec, () -> new ConstantQFunction(CountingEnvironment.LAYOUT.schema(), values, lanes.size()), this,
            () -> WEIGHTS, this::onMoved, simulation.network()::nowNs);
        actor.onStart();
        statuses = new ActorStatuses(nodeId(), actor);
        simulation.log("%s is node %d with lanes %s", name(), nodeId(), lanes.stream().map(LaneSpec::laneId).toList());
    }

    @Override
    void onDirectory(Directory directory) {
        nodeOfStore.clear();
        int lanesBefore = 0;
        for (DirectoryEntry node : directory.getNodesList()) {
            if (node.getRole() == NodeRole.REPLAY) {
                nodeOfStore.put(node.getStoreId(), node.getNodeId());
            } else if (node.getNodeName().compareTo(name()) < 0) {
                lanesBefore += node.getLaneCount();
            }
        }
        actor.setFirstLane(lanesBefore);
    }

    @Override
    void onLaneMoved(LaneMoved moved) {
        throw new AssertionError("an actor was told of a move");
    }

    @Override
    void doWork() {
        actor.doWork();
        for (ActorReport.Lane lane : actor.report().lanes()) {
            simulation.books().lane(lane.laneId())
                .onReport(lane.producedRecords(), lane.producedSteps(), lane.acknowledgedRecords());
        }
        if (simulation.network().nowNs() - statusNs >= Network.ms(100)) {
            reportStatus();
        }
    }

    void reportStatus() {
        statusNs = simulation.network().nowNs();
        simulation.coordinator().tellStatus(nodeId(), statuses.next());
    }

    void drain() {
        actor.drain();
    }

    boolean isDrained() {
        return actor.isDrained();
    }

    ActorReport report() {
        return actor.report();
    }

    @Override
    void onKilled() {
        actor.report().lanes().forEach(lane -> simulation.books().lane(lane.laneId()).onActorDead());
    }

    @Override
    public long[] reachableStores() {
        return nodeOfStore.entrySet().stream()
            .filter(store -> simulation.network().isConnected(Kind.STEPS, nodeId(), store.getValue()))
            .mapToLong(store -> store.getKey()).toArray();
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        Integer shard = nodeOfStore.get(storeId);
        byte[] bytes = bytes(message, offset, length);
        if (shard == null || !simulation.network().offer(Kind.STEPS, nodeId(), shard, bytes)) {
            return false;
        }
        Books.check(sent.wrap(new UnsafeBuffer(bytes), 0, length), "malformed steps");
        simulation.books().lane(sent.laneId()).onSent(sent);
        return true;
    }

    @Override
    public int pollAcks(AcksHandler handler) {
        return simulation.network().poll(Kind.ACKS, nodeId(), bytes -> {
            Books.check(acks.wrap(new UnsafeBuffer(bytes), 0, bytes.length), "malformed acknowledgement");
            handler.onAcks(acks);
        }, 64);
    }

    private void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId) {
        simulation.books().lane(laneId).onEpoch(epoch, fromRecord);
        simulation.log("lane %d goes from store %d to %d at record %d in epoch %d", laneId, fromStoreId, toStoreId,
            fromRecord, epoch);
        LaneMoved moved = LaneMoved.newBuilder().setLaneId(laneId).setEpoch(epoch).setFromRecord(fromRecord)
            .setFromStoreId(fromStoreId).setToStoreId(toStoreId).build();
        simulation.network().report(nodeId(), () -> simulation.coordinator().onLaneMoved(moved));
        simulation.onMoving(this);
    }
}
