package io.troupe.learner.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.metrics.RateMeter;
import io.troupe.learner.inspection.LaneQueries;
import io.troupe.learner.membership.RunJournal;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.status.BatchMeans;
import io.troupe.learner.status.EvaluatedAttention;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunLedger;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.StepRates;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ProcessReport;
import io.troupe.proto.ShardStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what the coordinator hears and what the learner says of itself into one {@link RunSnapshot}. Thread-safe; all
 * calls are rare.
 */
public final class RunMonitor implements RunJournal {
    private static final double RATE_WINDOW_S = 3;
    /** Nodes report twice a second; who has not for so long cannot be reached, or stands still. */
    private static final double SILENT_S = 5;

    private final TroupeSettings settings;
    private final String runId;
    private final String network;
    private final MemberEvents members;
    private final Supplier<ProcessNumbers> process;
    private final StepLedger ledger = new StepLedger();
    private final Map<Integer, DirectoryEntry> nodes = new HashMap<>();
    private final Map<Integer, ActorStatus> actors = new HashMap<>();
    private final Map<Integer, ShardStatus> shards = new HashMap<>();
    private final Map<Integer, RateMeter> actorRates = new HashMap<>();
    private final ActorReturns returns = new ActorReturns();
    private final Evaluations evaluations;
    private final RateMeter envRate = new RateMeter(RATE_WINDOW_S);
    private final StepRates.Meter envRates = new StepRates.Meter();
    private final RateMeter learnerRate = new RateMeter(RATE_WINDOW_S);
    private final RateMeter sampleRate = new RateMeter(RATE_WINDOW_S);
    private final Map<Integer, StoreAge> storeAges = new HashMap<>();
    private final Map<Integer, Long> heardNs = new HashMap<>();
    /** What was on its way when a node went still counts, and does not bring it back. Ids are never used again. */
    private final Set<Integer> gone = new HashSet<>();
    private final Map<String, Set<Integer>> idsByName = new HashMap<>();
    private volatile LearnerStats stats;
    private volatile boolean isPaused;

    /**
     * @param earlier what the run's earlier starts came to
     * @param events  is told who comes and goes
     * @param process what the learner's process uses
     */
    public RunMonitor(TroupeSettings settings, String runId, String network, Resumption earlier, RunEvents events,
                      Supplier<ProcessNumbers> process) {
        this.process = process;
        members = new MemberEvents(events);
        this.settings = settings;
        this.runId = runId;
        this.network = network;
        stats = earlier.firstStats();
        evaluations = new Evaluations(earlier.bestReturn());
        ledger.restore(earlier.books());
        isPaused = settings.run().isStartPaused();
    }

    @Override
    public synchronized void onDirectory(Directory directory) {
        ledger.onDirectory(directory);
        members.onDirectory(directory);
        nodes.clear();
        directory.getNodesList().forEach(entry -> {
            nodes.put(entry.getNodeId(), entry);
            idsByName.computeIfAbsent(entry.getNodeName(), name -> new HashSet<>()).add(entry.getNodeId());
        });
    }

    @Override
    public synchronized void onActorStatus(ActorStatus status) {
        ledger.onActorStatus(status);
        members.onActorStatus(status);
        if (!gone.contains(status.getNodeId())) {
            actors.put(status.getNodeId(), status);
            heardNs.put(status.getNodeId(), System.nanoTime());
        }
        returns.add(status);
    }

    @Override
    public synchronized void onShardStatus(ShardStatus status) {
        ledger.onShardStatus(status);
        if (!gone.contains(status.getNodeId())) {
            shards.put(status.getNodeId(), status);
            heardNs.put(status.getNodeId(), System.nanoTime());
        }
    }

    @Override
    public synchronized void onEvaluation(EvaluationResult result) {
        evaluations.add(result, timeS());
    }

    /** What the network looked at in the newest evaluation, where that has not been taken yet. */
    public synchronized Optional<EvaluatedAttention> takeAttention() {
        return evaluations.takeAttention();
    }

    /** What the network looked at in the newest evaluation; empty before there is one. */
    public synchronized Optional<EvaluatedAttention> attention() {
        return evaluations.attention();
    }

    /** Those of the actors that are in the run. */
    public synchronized List<LaneQueries.Lane> lanes() {
        List<LaneQueries.Lane> lanes = new ArrayList<>();
        actors.forEach((nodeId, actor) -> actor.getLanesList().forEach(lane ->
            lanes.add(new LaneQueries.Lane(lane.getLaneId(), nodeId, name(nodeId), lane.getEpsilon()))));
        return lanes;
    }

    @Override
    public synchronized void onGone(int nodeId) {
        gone.add(nodeId);
        actors.remove(nodeId);
        shards.remove(nodeId);
        actorRates.remove(nodeId);
        returns.forget(nodeId);
        storeAges.remove(nodeId);
        heardNs.remove(nodeId);
    }

    public void onLearner(LearnerStats newest) {
        stats = newest;
    }

    public void paused(boolean paused) {
        isPaused = paused;
    }

    public boolean isPaused() {
        return isPaused;
    }

    public StepLedger ledger() {
        return ledger;
    }

    /** Where every step is, by lane: on its way where its actor is in the run. */
    public synchronized RunLedger runLedger() {
        Map<Long, String> actorOfLane = new HashMap<>();
        actors.forEach((nodeId, actor) ->
            actor.getLanesList().forEach(lane -> actorOfLane.put(lane.getLaneId(), name(nodeId))));
        return RunLedger.of(ledger, actorOfLane);
    }

    /** Seconds since the first step was stored, over all starts; what lies between two starts does not count. */
    public double timeS() {
        return stats.trainingNs() / 1e9;
    }

    /** Whether no living actor has anything on its way: every step that it made is stored. */
    public synchronized boolean areActorsDrained() {
        return nodes.values().stream().filter(node -> node.getRole() == NodeRole.ACTOR)
            .allMatch(node -> actors.containsKey(node.getNodeId()) && actors.get(node.getNodeId()).getIsDrained());
    }

    /** Whether the shards' last reports account for every step that this start's actors report as produced. */
    public synchronized boolean isEverythingStored() {
        return ledger.isSettled();
    }

    /** Whether the learner has heard of every step that the shards have told to be stored. */
    public boolean doesLearnerKnowAll() {
        return stats.storedSteps() >= ledger.balance().stored();
    }

    /** Whether all shards are there, and the learner knows of all that they hold. */
    public synchronized boolean isReplayBack() {
        return shards.size() >= settings.replay().shards() && count(NodeRole.REPLAY) == shards.size()
            && stats.replaySize() >= shards.values().stream().mapToLong(ShardStatus::getSizeSteps).sum();
    }

    public synchronized int count(NodeRole role) {
        return (int) nodes.values().stream().filter(node -> node.getRole() == role).count();
    }

    /** The present numbers. Call it regularly: rates are taken between calls. */
    public synchronized RunSnapshot snapshot(double wallS) {
        LearnerStats now = stats;
        BatchMeans means = now.means();
        double timeS = now.trainingNs() / 1e9;
        List<RunSnapshot.Node> nodeList = new ArrayList<>();
        ProcessNumbers own = process.get();
        for (DirectoryEntry node : nodes.values()) {
            nodeList.add(StatusNumbers.node(node, silentS(node.getNodeId()), SILENT_S,
                idsByName.get(node.getNodeName()).size(), processReport(node.getNodeId()), own));
        }
        return new RunSnapshot(runId, settings.environment().name(), network, timeS, now.storedSteps(),
            settings.run().maxEnvSteps(), now.learnerSteps(), envRate.rate(wallS, now.storedSteps()),
            learnerRate.rate(wallS, now.learnerSteps()), now.replaySize(), settings.replay().capacitySteps(),
            now.samplesPerInsert(), means.loss(), means.gradientNorm(), means.learningRate(), means.meanQ(), returns.mean(),
            now.weightsVersion(), now.policyLag().mean(), now.starvedFraction(), evaluations.newest(),
            evaluations.bestReturn(),
            settings.run().untilReturn(), isPaused, nodeList, shardList(), actorList(wallS), now.time(),
            detail(wallS, now));
    }

    /** Of an actor or a shard, or null where it has told none. */
    private ProcessReport processReport(int nodeId) {
        if (actors.containsKey(nodeId) && actors.get(nodeId).hasProcess()) {
            return actors.get(nodeId).getProcess();
        }
        return shards.containsKey(nodeId) && shards.get(nodeId).hasProcess() ? shards.get(nodeId).getProcess() : null;
    }

    private RunSnapshot.Detail detail(double wallS, LearnerStats now) {
        Map<Integer, Double> oldestS = new HashMap<>();
        shards.forEach((nodeId, shard) -> oldestS.put(nodeId, storeAges.computeIfAbsent(nodeId, id -> new StoreAge())
            .oldestS(wallS, shard.getStoredSteps(), shard.getSizeSteps())));
        long sampled = now.learnerSteps() * settings.learning().batchSize() * settings.learning().accumulationBatches();
        return new RunSnapshot.Detail(envRates.rates(wallS, now.storedSteps()), sampleRate.rate(wallS, sampled),
            settings.replay().samplesPerInsert(), now.tdErrors(), now.means().largestImportanceWeight(),
            now.means().recurrentDeltaQ(), now.policyLag(), now.sampling(), returns.byEpsilon(), oldestS);
    }

    private double silentS(int nodeId) {
        Long heard = heardNs.get(nodeId);
        return heard == null ? Double.NaN : (System.nanoTime() - heard) / 1e9;
    }

    private List<RunSnapshot.Shard> shardList() {
        return shards.entrySet().stream().map(one -> StatusNumbers.shard(name(one.getKey()), one.getValue())).toList();
    }

    private List<RunSnapshot.Actor> actorList(double wallS) {
        List<RunSnapshot.Actor> list = new ArrayList<>();
        actors.forEach((nodeId, actor) -> {
            long produced = actor.getLanesList().stream().mapToLong(LaneStatus::getProducedSteps).sum();
            double rate = actorRates.computeIfAbsent(nodeId, id -> new RateMeter(RATE_WINDOW_S)).rate(wallS, produced);
            list.add(new RunSnapshot.Actor(nodeId, name(nodeId), actor.getLanesCount(), produced, rate,
                actor.getWeightsVersion(), actor.getResentRecords(), actor.getEnvironmentErrors(),
                returns.mean(nodeId), actor.getBlockedNs() / 1e9,
                StatusNumbers.staleness(actor), StatusNumbers.time(actor)));
        });
        return list;
    }

    private String name(int nodeId) {
        DirectoryEntry entry = nodes.get(nodeId);
        return entry == null ? "node-" + nodeId : entry.getNodeName();
    }
}
