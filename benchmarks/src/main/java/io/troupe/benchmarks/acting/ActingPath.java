package io.troupe.benchmarks.acting;

import com.sun.management.ThreadMXBean;
import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorReport;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.transport.AeronStepSink;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.agent.AgentHost;
import io.troupe.common.agent.PatientIdleStrategy;
import io.troupe.common.config.ActorSettings.Exploration;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.config.TroupeSettings.Threading;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.exploration.ExplorationLadder;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.transport.ReplayAgent;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An actor as a node has it, driven by the thread that measures, and a shard as a node has it, on a thread of its own,
 * which stores and acknowledges what comes. Between them are Aeron's streams in shared memory. Nobody learns: nothing is
 * drawn, nothing limits the inserts, and the weights stay what they are at first.
 */
final class ActingPath implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SEED = 1;
    private static final long VERSION = 1;
    private static final int PATIENCE_S = 20;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final IdleStrategy idle = new PatientIdleStrategy();
    private final AgentHost agents = new AgentHost(Threading.DEDICATED, failure::set);
    private final AeronStepSink sink;
    private final Actor actor;

    /**
     * Returns when the shard has taken steps of every lane.
     *
     * @param lanes   K
     * @param ordinal among the paths of the transport, from 0
     * @param folder  of the shard's files, of no other shard
     * @throws TroupeException RESOURCE where it has not after 20 s
     */
    ActingPath(NodeTransport transport, RunContract contract, int lanes, int ordinal, Path folder) {
        int actorNode = 1 + 2 * ordinal;
        ShardPeer shard = startShard(transport, contract, actorNode, folder);
        sink = new AeronStepSink(transport, actorNode);
        sink.setShards(List.of(shard));
        WeightsSnapshot weights = initialWeights(contract.network());
        actor = new Actor(spec(transport, contract, lanes, actorNode), () -> new NetworkQFunction(contract.network(), lanes,
            contract.settings().learning().engineThreads()), sink, () -> weights, (lane, epoch, record, from, to) -> { },
            SystemNanoClock.INSTANCE);
        try {
            actor.onStart();
            awaitShard();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Acts for so long.
     *
     * @throws TroupeException RESOURCE where there was no step in that time
     */
    ActingTurn run(long durationNs) {
        // To this cycle belongs what has passed since the last turn.
        actor.doWork();
        ActorReport before = actor.report();
        long cpuNs = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationNs) {
            idle.idle(actor.doWork());
        }
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        cpuNs = THREADS.getCurrentThreadCpuTime() - cpuNs;
        ActorReport after = actor.report();
        long steps = after.producedSteps() - before.producedSteps();
        if (steps == 0) {
            throw problem("the actor has made no step in " + durationNs / 1e9 + " s; expected some");
        }
        return new ActingTurn(steps, cpuNs, bytes, since(before.time(), after.time()));
    }

    @Override
    public void close() {
        actor.onClose();
        CloseHelper.quietCloseAll(sink, agents);
    }

    private void awaitShard() {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (actor.report().lanes().stream().anyMatch(lane -> lane.acknowledgedRecords() == 0)) {
            idle.idle(actor.doWork());
            if (failure.get() != null || System.nanoTime() - deadlineNs > 0) {
                throw problem("the shard has not taken steps of all " + actor.report().lanes().size() + " lanes in "
                    + PATIENCE_S + " s; the log says what it has refused");
            }
        }
    }

    private TroupeException problem(String what) {
        return new TroupeException(ErrorCode.RESOURCE, what + (failure.get() == null ? "" : "; the shard has failed"),
            failure.get());
    }

    private ShardPeer startShard(NodeTransport transport, RunContract contract, int actorNode, Path folder) {
        StepLayout layout = contract.layout();
        SplittableRandom random = new SplittableRandom(SEED);
        ReplayShard shard = new ReplayShard(ReplayShardSettings.of(contract.settings().replay(), folder, layout,
            contract.window(), transport.maxMessageLength(StreamKind.BATCHES),
            layout.stateBytes() == 0 ? "" : contract.network().parameters().fingerprint()), random, random::nextLong);
        int shardNode = actorNode + 1;
        ReplayAgent agent = new ReplayAgent(transport, shardNode, layout, shard, SystemNanoClock.INSTANCE);
        agent.setPeers(List.of(new NodePeer(actorNode, transport.endpoint())), null);
        agents.start(agent);
        return new ShardPeer(shard.storeId(), shardNode, transport.endpoint());
    }

    private static ActorSpec spec(NodeTransport transport, RunContract contract, int lanes, int actorNode) {
        TroupeSettings settings = contract.settings();
        LearningSettings learning = settings.learning();
        Exploration exploration = settings.actors().exploration();
        ExplorationLadder ladder = new ExplorationLadder(exploration.epsilon(), exploration.alpha(), lanes);
        EnvironmentProvider environment = Environments.of(settings.environment());
        return new ActorSpec(actorNode, contract.layout(),
            IntStream.range(0, lanes).mapToObj(i -> new LaneSpec(i + 1, ladder.epsilon(i), SEED + i)).toList(),
            environment.sideBySide(settings.environment().options(), lanes)::apply, settings.actors(), learning.nStep(),
            learning.discount(), learning.sequence(), 1, transport.maxMessageLength(StreamKind.STEPS));
    }

    private static WeightsSnapshot initialWeights(QNetwork network) {
        UnsafeBuffer data = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
        try (NetworkWeights weights = new NetworkWeights(network.parameters(), false)) {
            weights.initialise(new SplittableRandom(SEED));
            weights.store(data, 0);
        }
        return new WeightsSnapshot(1, VERSION, 0, data);
    }

    private static ActorTime since(ActorTime before, ActorTime after) {
        return new ActorTime(after.networkNs() - before.networkNs(), after.environmentsNs() - before.environmentsNs(),
            after.sendingNs() - before.sendingNs(), after.waitingNs() - before.waitingNs());
    }
}
