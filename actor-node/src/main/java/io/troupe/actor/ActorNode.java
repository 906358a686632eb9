package io.troupe.actor;

import io.micrometer.core.instrument.MeterRegistry;
import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorObserver;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.ReceivedWeights;
import io.troupe.actor.cluster.ActorStatuses;
import io.troupe.actor.cluster.EvaluationResults;
import io.troupe.actor.cluster.WeightsReceiver;
import io.troupe.actor.evaluation.EvaluationAgent;
import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.EvaluationSpec;
import io.troupe.actor.transport.AeronStepSink;
import io.troupe.common.agent.AgentHost;
import io.troupe.common.attention.AttentionMessages;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.cluster.Membership;
import io.troupe.common.cluster.NodeListener;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.exploration.ExplorationLadder;
import io.troupe.common.metrics.ObservedNode;
import io.troupe.common.metrics.ProcessGauge;
import io.troupe.common.metrics.ProcessReports;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.numeric.ValueRescale;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.transport.TransportCounters;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.AttentionInspection;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.Hello;
import io.troupe.proto.InspectAttention;
import io.troupe.proto.LaneAssignment;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.NodeRole;
import io.troupe.proto.RequestEvaluation;
import io.troupe.proto.StopPhase;
import io.troupe.proto.Welcome;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

/**
 * An actor process: joins, is told the run, then steps its lanes, and evaluates where it is asked to. Everything that
 * it is made of is made here.
 */
public final class ActorNode implements AutoCloseable, NodeListener, ObservedNode {
    /** Episodes that are evaluated side by side, with one call of the network for all. */
    private static final int MAX_EVALUATION_ROWS = 256;

    private final NodeLifecycle lifecycle;
    private final ClusterSystem cluster;
    private final NodeTransport transport;
    private final AgentHost agents;
    private final ReceivedWeights newestWeights = new ReceivedWeights();
    private final Membership membership;
    private final ProcessGauge process;

    private volatile int nodeId;
    private volatile Actor actor;
    private volatile ActorStatuses statuses;
    private volatile ActorObserver observer;
    private volatile AeronStepSink sink;
    private volatile EvaluationAgent evaluation;
    private volatile boolean isLeaving;

    /**
     * Joins; returns at once.
     *
     * @param lifecycle hears why the node ends
     */
    public ActorNode(TroupeSettings settings, ClusterSystem cluster, NodeLifecycle lifecycle) {
        this.lifecycle = lifecycle;
        this.cluster = cluster;
        transport = NodeTransport.open(settings.nodeTransport());
        process = new ProcessGauge(transport.counters());
        agents = new AgentHost(settings.threading(), lifecycle::failed);
        Hello hello = Hellos.hello(settings.cluster().nodeName(), NodeRole.ACTOR, transport.endpoint()).build();
        membership = cluster.join(hello, this, this::status);
    }

    @Override
    public void onWelcome(Welcome welcome) {
        RunContract contract = RunContract.read(welcome.getRun());
        TroupeSettings settings = contract.settings();
        EnvironmentProvider environment = Environments.of(settings.environment());
        checkSchema(environment, contract);

        cluster.spawn(WeightsReceiver.create(welcome.getWeightsPublisher(),
            contract.network().parameters().fingerprint(), contract.network().parameters().sizeBytes(),
            newestWeights), "weights-receiver");

        nodeId = welcome.getNodeId();
        transport.secure(nodeId, Hellos.streamKey(welcome));
        AeronStepSink newSink = new AeronStepSink(transport, nodeId);
        sink = newSink;
        actor = new Actor(spec(contract,
            environments(environment, settings, welcome.getLanesCount()), welcome.getLanesList()),
            () -> new NetworkQFunction(contract.network(), welcome.getLanesCount(),
                settings.learning().engineThreads()),
            newSink, newestWeights, this::onMoved, SystemNanoClock.INSTANCE);
        actor.setFirstLane(lanesBefore(welcome.getDirectory()));
        statuses = new ActorStatuses(nodeId, actor);
        observer = new ActorObserver(actor, SystemNanoClock.INSTANCE);
        evaluation = evaluation(contract, environment);
        evaluation.setActive(welcome.getIsEvaluator());
        agents.start(actor, evaluation);
    }

    @Override
    public void onDirectory(Directory directory) {
        actor.setFirstLane(lanesBefore(directory));
        sink.setShards(directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.REPLAY)
            .map(node -> new ShardPeer(node.getStoreId(), node.getNodeId(), Hellos.endpoint(node)))
            .toList());
    }

    @Override
    public void onPaused(boolean isPaused) {
        actor.setPaused(isPaused);
        evaluation.setPaused(isPaused);
    }

    @Override
    public void onEvaluator(boolean isEvaluator) {
        evaluation.setActive(isEvaluator);
    }

    @Override
    public void onEvaluationRequest(RequestEvaluation request) {
        evaluation.evaluateAtLeast(request.getLearnerIncarnation(), request.getVersion());
    }

    @Override
    public void onInspectAttention(InspectAttention question) {
        actor.watch(question.getLaneId(), decision -> membership.reply(question.getReplyTo(),
            AttentionInspection.newBuilder()
                .setNodeId(nodeId)
                .setLaneId(decision.laneId())
                .setWeightsVersion(decision.weightsVersion())
                .setEpsilon((float) decision.epsilon())
                .setDecision(AttentionMessages.of(decision.decision()))
                .build()));
    }

    @Override
    public void onStop(StopPhase phase, String reason) {
        if (phase == StopPhase.DRAIN) {
            actor.drain();
        } else {
            lifecycle.ended(reason);
        }
    }

    @Override
    public void onFailure(RuntimeException failure) {
        lifecycle.failed(failure);
    }

    /**
     * Its process was told to stop while the run goes on: stops stepping, waits until what was produced is acknowledged, and
     * says that it leaves, so that nobody takes it for one that has died.
     */
    public void leave(long timeoutMs) {
        Actor present = actor;
        if (present == null) {
            return;
        }
        present.drain();
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!present.isDrained() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        isLeaving = true;
        membership.reportStatus();
    }

    @Override
    public boolean isReady() {
        return observer != null && !lifecycle.isOver();
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
        return ActorObserver.register(registry, name, () -> observer);
    }

    @Override
    public void close() {
        membership.leave();
        agents.close();
        CloseHelper.quietCloseAll(sink, transport);
    }

    private ActorStatus status() {
        ActorStatuses present = statuses;
        return present == null ? null
            : present.next().toBuilder().setProcess(ProcessReports.of(process.get())).setIsLeaving(isLeaving).build();
    }

    private void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId) {
        membership.report(LaneMoved.newBuilder().setLaneId(laneId).setEpoch(epoch).setFromRecord(fromRecord)
            .setFromStoreId(fromStoreId).setToStoreId(toStoreId).build());
    }

    private void onEvaluation(WeightsSnapshot weights, EvaluationOutcome outcome) {
        membership.report(EvaluationResults.of(nodeId, weights, outcome));
    }

    /** Those of one thread: what steps in another has environments, and perhaps processes, of its own. */
    private static EnvironmentFactory environments(EnvironmentProvider environment, TroupeSettings settings, int count) {
        return environment.sideBySide(settings.environment().options(), count)::apply;
    }

    private EvaluationAgent evaluation(RunContract contract, EnvironmentProvider environment) {
        TroupeSettings settings = contract.settings();
        int rows = Math.min(settings.evaluation().episodes(), MAX_EVALUATION_ROWS);
        EvaluationSpec spec = new EvaluationSpec(contract.layout(), environments(environment, settings, rows),
            settings.evaluation().episodes(), rows, settings.evaluation().epsilon(), settings.run().seed(),
            settings.actors().maxEnvironmentFailures(), settings.evaluation().attentionEpisodes(),
            settings.learning().discount(), ValueRescale.of(settings.learning().valueRescaling()));
        return new EvaluationAgent(spec, (long) (settings.evaluation().intervalS() * 1e9),
            () -> new NetworkQFunction(contract.network(), rows, settings.learning().engineThreads()),
            newestWeights, this::onEvaluation, SystemNanoClock.INSTANCE);
    }

    private ActorSpec spec(RunContract contract, EnvironmentFactory environments, List<LaneAssignment> assignments) {
        TroupeSettings settings = contract.settings();
        ActorSettings.Exploration exploration = settings.actors().exploration();
        ExplorationLadder ladder =
            new ExplorationLadder(exploration.epsilon(), exploration.alpha(), settings.actors().ladderSize());
        List<LaneSpec> lanes = assignments.stream()
            .map(lane -> new LaneSpec(lane.getLaneId(), ladder.epsilon(lane.getEpsilonOrdinal()), lane.getSeed()))
            .toList();
        LearningSettings learning = settings.learning();
        return new ActorSpec(nodeId, contract.layout(), lanes, environments, settings.actors(), learning.nStep(),
            learning.discount(), learning.sequence(), settings.replay().shards(),
            transport.maxMessageLength(StreamKind.STEPS));
    }

    /** Actors stand in the order of their names, so that one that is started again takes its old place. */
    private int lanesBefore(Directory directory) {
        List<DirectoryEntry> actors = directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.ACTOR)
            .sorted(Comparator.comparing(DirectoryEntry::getNodeName).thenComparing(DirectoryEntry::getNodeId))
            .toList();
        return actors.stream().takeWhile(node -> node.getNodeId() != nodeId)
            .mapToInt(DirectoryEntry::getLaneCount).sum();
    }

    private static void checkSchema(EnvironmentProvider environment, RunContract contract) {
        EnvironmentSchema own = environment.schema(contract.settings().environment().options());
        if (!own.equals(contract.schema())) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "this node's environment '" + environment.name()
                + "' has " + own + ", the run's has " + contract.schema()
                + "; put the same environment jar on every node's class path");
        }
    }
}
