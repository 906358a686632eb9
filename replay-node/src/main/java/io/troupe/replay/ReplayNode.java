package io.troupe.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.troupe.common.agent.AgentHost;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.cluster.Membership;
import io.troupe.common.cluster.NodeListener;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.metrics.DiskMeters;
import io.troupe.common.metrics.MeterGroup;
import io.troupe.common.metrics.ObservedNode;
import io.troupe.common.metrics.ProcessGauge;
import io.troupe.common.metrics.ProcessReports;
import io.troupe.common.metrics.ShardMeters;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.transport.TransportCounters;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.Hello;
import io.troupe.proto.InspectReplay;
import io.troupe.proto.InspectStep;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.RunDescription;
import io.troupe.proto.ShardDraining;
import io.troupe.proto.ShardReady;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StopPhase;
import io.troupe.proto.Welcome;
import io.troupe.replay.cluster.ShardStatuses;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.shard.ShardSnapshot;
import io.troupe.replay.transport.ReplayAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard process: joins, is told the run, then stores steps and serves batches. Everything that it is made of is made
 * here.
 */
public final class ReplayNode implements AutoCloseable, NodeListener, ObservedNode {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayNode.class);
    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(2);

    private final NodeLifecycle lifecycle;
    private final Path folder;
    private final NodeTransport transport;
    private final AgentHost agents;
    private final Membership membership;
    private final ProcessGauge process;
    private volatile ReplayShard shard;
    private volatile ReplayAgent agent;
    private volatile int nodeId;
    private volatile long drainNs;
    private volatile boolean isDraining;
    private volatile boolean isHurried;
    private volatile boolean isRetired;
    private volatile boolean isClosed;
    private volatile boolean canLanesGo;

    /**
     * Joins; returns at once.
     *
     * @param folder    of the shard's files, no other shard's: each run has a folder of its own in it
     * @param lifecycle hears why the node ends
     */
    public ReplayNode(TroupeSettings settings, Path folder, ClusterSystem cluster, NodeLifecycle lifecycle) {
        this.lifecycle = lifecycle;
        this.folder = folder;
        transport = NodeTransport.open(settings.nodeTransport());
        process = new ProcessGauge(transport.counters());
        agents = new AgentHost(settings.threading(), lifecycle::failed);
        Hello hello = Hellos.hello(settings.cluster().nodeName(), NodeRole.REPLAY, transport.endpoint()).build();
        membership = cluster.join(hello, this, this::status);
    }

    @Override
    public void onWelcome(Welcome welcome) {
        RunContract contract = RunContract.read(welcome.getRun());
        nodeId = welcome.getNodeId();
        transport.secure(nodeId, Hellos.streamKey(welcome));
        drainNs = TimeUnit.SECONDS.toNanos(contract.settings().replay().drainS());
        Path runFolder = folder.resolve(contract.runId());
        ReplayShardSettings shardSettings = ReplayShardSettings.of(contract.settings().replay(), runFolder,
            contract.layout(), contract.window(), transport.maxMessageLength(StreamKind.BATCHES),
            stateFingerprint(contract.layout(), welcome.getRun()));
        RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(welcome.getRun().getSeed() + nodeId);
        ReplayShard newShard = new ReplayShard(shardSettings, random, ThreadLocalRandom.current()::nextLong);
        newShard.latest().openingLoss().ifPresent(loss -> LOGGER.warn("the replay in {} has lost {}", runFolder, loss));
        shard = newShard;
        agent = new ReplayAgent(transport, nodeId, contract.layout(), newShard, SystemNanoClock.INSTANCE);
        agents.start(agent);
        membership.report(ShardReady.newBuilder().setNodeId(nodeId).setStoreId(newShard.storeId()).build());
    }

    @Override
    public void onDirectory(Directory directory) {
        List<NodePeer> actors = directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.ACTOR).map(ReplayNode::peer).toList();
        NodePeer learner = directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.LEARNER).map(ReplayNode::peer).findFirst().orElse(null);
        boolean hasOther = directory.getNodesList().stream().anyMatch(node ->
            node.getRole() == NodeRole.REPLAY && node.getNodeId() != nodeId && !node.getIsDraining());
        canLanesGo = hasOther;
        agent.commands().submit(() -> {
            agent.setPeers(actors, learner);
            agent.setCanLanesGo(hasOther);
        });
    }

    @Override
    public void onLaneMoved(LaneMoved moved) {
        agent.commands().submit(() -> agent.moveAway(moved.getLaneId(), moved.getFromRecord(), moved.getEpoch()));
    }

    @Override
    public void onInspectReplay(InspectReplay question) {
        agent.commands().submit(() -> shard.inspector().ask(question.getTop(),
            answer -> membership.reply(question.getReplyTo(), answer.setNodeId(nodeId).build())));
    }

    @Override
    public void onInspectStep(InspectStep question) {
        agent.commands().submit(() -> membership.reply(question.getReplyTo(),
            shard.inspector().step(question.getKey()).setNodeId(nodeId).build()));
    }

    @Override
    public void onPaused(boolean isPaused) {
        // A shard only answers: paused actors and a paused learner leave it nothing to do.
    }

    @Override
    public void onStop(StopPhase phase, String reason) {
        if (phase == StopPhase.CLOSE) {
            hurry();
            lifecycle.ended(reason);
        }
    }

    @Override
    public void onFailure(RuntimeException failure) {
        hurry();
        lifecycle.failed(failure);
    }

    /**
     * Prepares to leave a run that goes on: takes no new steps, has its lanes go to other shards, is drawn from for
     * {@code replay.drain-s}, and delivers what it owes. Returns when it can go, or was {@linkplain #hurry hurried}.
     */
    public void drain() {
        ReplayAgent present = agent;
        if (present == null || isHurried) {
            return;
        }
        isDraining = true;
        String forSoLong = "it is drawn from for " + TimeUnit.NANOSECONDS.toSeconds(drainNs) + " s more";
        if (canLanesGo) {
            LOGGER.info("draining: lanes go to the other shards, and {}", forSoLong);
        } else {
            LOGGER.warn("draining: there is no other shard that lanes could go to, so they wait; {}; started again"
                + " with the same folder this shard brings all its steps back", forSoLong);
        }
        membership.report(ShardDraining.newBuilder().setNodeId(nodeId).build());
        present.commands().submit(() -> present.drain(drainNs));
        // An agent that has failed meanwhile is not waited for for ever.
        long deadlineNs = System.nanoTime() + ReplayAgent.maxDrainNs(drainNs) + GRACE_NS;
        while (!present.isGone() && !isHurried && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(CHECK_INTERVAL_NS);
        }
        isRetired = present.isGone();
    }

    /** Cuts a {@link #drain} short, or one that is to come. Any thread. */
    public void hurry() {
        isHurried = true;
    }

    @Override
    public boolean isReady() {
        return shard != null && !isDraining && !lifecycle.isOver();
    }

    @Override
    public TransportCounters transportCounters() {
        return transport.counters();
    }

    @Override
    public Path driverFolder() {
        return transport.driverFolder();
    }

    @Override
    public Runnable register(MeterRegistry registry, String name) {
        DiskMeters.register(registry, folder);
        Tags tags = Tags.of("shard", name);
        MeterGroup<ShardSnapshot> meters =
            new MeterGroup<>(registry, snapshot -> tags, ShardMeters.of(snapshot -> isDraining));
        return () -> {
            ReplayShard present = shard;
            meters.update(present == null ? List.of() : List.of(present.latest()));
        };
    }

    /** Leaves, and lets go of the files. */
    @Override
    public void close() {
        agents.close();
        isClosed = true;
        // What it has stored since its last report is told, or it would count as lost.
        membership.reportStatus();
        membership.leave();
        transport.close();
    }

    private ShardStatus status() {
        ReplayShard present = shard;
        return present == null ? null : ShardStatuses.of(nodeId, present.latest()).toBuilder()
            .setIsDraining(isDraining).setIsRetired(isRetired && isClosed)
            .setProcess(ProcessReports.of(process.get())).build();
    }

    /** Of the network whose recurrent states lie beside the steps, as the learner tells it; empty where it has none. */
    private static String stateFingerprint(StepLayout layout, RunDescription run) {
        return layout.stateBytes() == 0 ? "" : run.getFingerprintsOrDefault(RunContract.NETWORK, "");
    }

    private static NodePeer peer(DirectoryEntry node) {
        return new NodePeer(node.getNodeId(), Hellos.endpoint(node));
    }
}
