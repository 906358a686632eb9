package io.troupe.integration.simulation;

import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.wire.MessageHeader;
import io.troupe.learner.membership.IdIssuer;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.membership.StepLedger;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.Hello;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.RunDescription;
import io.troupe.proto.ShardReady;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StreamEndpoint;
import io.troupe.proto.Welcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real {@link NodeRegistry} and {@link StepLedger}, told what the coordinator's behavior would tell them. */
final class SimulatedCoordinator {
    /** Nobody looks for it: the network goes by node ids. */
    private static final StreamEndpoint ENDPOINT =
        StreamEndpoint.newBuilder().setHost("127.0.0.1").setPort(1234).setDriverNonce("0a").build();

    private final Simulation simulation;
    private final NodeRegistry registry;
    private final StepLedger ledger = new StepLedger();
    private final Map<Integer, SimulatedNode> members = new LinkedHashMap<>();
    private long incarnation;

    SimulatedCoordinator(Simulation simulation, Path folder) {
        this.simulation = simulation;
        Schedule schedule = simulation.schedule();
        RunDescription run = RunDescription.newBuilder().setRunId("simulated").setSeed(schedule.seed()).build();
        registry = new NodeRegistry(run, new IdIssuer(folder.resolve("ids")),
            new OrdinalAllocator(schedule.actors() * schedule.lanes()), schedule.lanes());
    }

    StepLedger ledger() {
        return ledger;
    }

    /** The node has started, and says hello. */
    void join(SimulatedNode node) {
        Hello hello = Hello.newBuilder().setNodeName(node.name()).setRole(node.role()).setIncarnation(++incarnation)
            .setWireVersion(MessageHeader.WIRE_VERSION).setEndpoint(ENDPOINT).build();
        Welcome welcome = registry.register(hello, false).welcome();
        members.values().remove(node);
        members.put(welcome.getNodeId(), node);
        simulation.network().tell(Network.COORDINATOR, welcome.getNodeId(), () -> node.welcome(welcome));
        tellDirectory();
    }

    /** The failure detector has noticed. */
    void onGone(int nodeId) {
        if (registry.remove(nodeId)) {
            members.remove(nodeId);
            tellDirectory();
        }
    }

    void onShardReady(ShardReady ready) {
        if (members.containsKey(ready.getNodeId())) {
            registry.shardReady(ready.getNodeId(), ready.getStoreId())
                .forEach(moved -> tellMoved(ready.getNodeId(), moved));
            tellDirectory();
        }
    }

    void onLaneMoved(LaneMoved moved) {
        registry.laneMoved(moved);
        registry.nodes().stream().filter(node -> node.storeId() == moved.getFromStoreId())
            .forEach(node -> tellMoved(node.nodeId(), moved));
    }

    void tellStatus(int from, ActorStatus status) {
        simulation.network().report(from, () -> ledger.onActorStatus(status));
    }

    void tellStatus(int from, ShardStatus status) {
        simulation.network().report(from, () -> {
            ledger.onShardStatus(status);
            List<LaneMoved> news = registry.shardReported(status);
            if (simulation.mutation() != Mutation.FORGET_LOST_MOVES) {
                news.forEach(moved -> tellMoved(status.getNodeId(), moved));
            }
        });
    }

    private void tellMoved(int nodeId, LaneMoved moved) {
        SimulatedNode node = members.get(nodeId);
        simulation.network().tell(Network.COORDINATOR, nodeId, () -> {
            if (node.nodeId() == nodeId) {
                node.onLaneMoved(moved);
            }
        });
    }

    private void tellDirectory() {
        Directory directory = registry.directory();
        ledger.onDirectory(directory);
        members.forEach((nodeId, node) -> simulation.network().tell(Network.COORDINATOR, nodeId, () -> {
            if (node.nodeId() == nodeId) {
                node.onDirectory(directory);
            }
        }));
    }
}
