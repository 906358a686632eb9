package io.troupe.integration;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.StepSink;
import io.troupe.actor.cluster.ActorStatuses;
import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.EvaluationSpec;
import io.troupe.actor.evaluation.GreedyEvaluator;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.exploration.ExplorationLadder;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.LearnerMetrics;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.SamplerSettings;
import io.troupe.learner.sampling.ShardRequests;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.LaneMoved;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The whole system in one thread: actor, two shards at first, learner, and nothing between them but their ports. Time
 * is a counter. The shortest explanation of how the parts work together, and equal to the bit whenever it is run with
 * the same seed.
 */
final class DirectRun implements AutoCloseable {
    private static final int SHARDS = 2;
    private static final int ACTOR_NODE = 9;
    private static final int MAX_MESSAGE_BYTES = 1 << 16;

    private final TroupeSettings settings;
    private final Path folder;
    private final EnvironmentProvider environment;
    private final StepLayout layout;
    private final WindowSpec window;
    private final QNetwork network;
    private final List<ReplayShard> shards = new ArrayList<>();
    private final List<LaneMoved> moves = new ArrayList<>();
    private final Actor actor;
    private final GlobalSampler sampler;
    private final Learner learner;
    private final BatchMessage batchMessage;
    private WeightsSnapshot weights;
    private long nowNs;

    DirectRun(TroupeSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        environment = Environments.of(settings.environment());
        layout = new StepLayout(environment.schema(settings.environment().options()));
        window = WindowSpec.nStep(layout.schema(), settings.learning().nStep());
        network = QNetwork.of(settings.network(), layout.schema());
        batchMessage = new BatchMessage(layout, window);
        long seed = settings.run().seed();
        learner = new Learner(network, window, settings.learning(), 1, random(seed));
        sampler = new GlobalSampler(layout, window, SamplerSettings.of(settings.learning(), settings.replay(), 1),
            new ToShards(), () -> nowNs, random(seed + 1));
        for (long storeId = 1; storeId <= SHARDS; storeId++) {
            join(storeId);
        }
        actor = new Actor(actorSpec(seed), () -> new NetworkQFunction(network, settings.actors().lanes(), 1),
            new FromActor(), () -> weights, this::onMoved, () -> nowNs);
        weights = learner.takeSnapshot();
        actor.onStart();
    }

    /** Runs until the learner has made so many steps. {@code watcher} sees each batch before it is learned from. */
    void run(long learnerSteps, Consumer<SampledBatch> watcher) {
        while (learner.learnerStep() < learnerSteps) {
            nowNs += 1_000_000;
            actor.doWork();
            shards.forEach(shard -> {
                shard.serve(this::toLearner);
                shard.reportState(this::toLearner);
            });
            sampler.doWork();
            SampledBatch batch = sampler.poll();
            if (batch != null) {
                watcher.accept(batch);
                LearnerMetrics metrics = learner.step(batch);
                sampler.update(batch, metrics.priorities());
                sampler.release(batch);
                if (learner.learnerStep() % settings.learning().publishSteps() == 0) {
                    weights = learner.takeSnapshot();
                }
            }
        }
    }

    /** So many milliseconds without learning. */
    void idle(int millis) {
        for (int i = 0; i < millis; i++) {
            nowNs += 1_000_000;
            actor.doWork();
            shards.forEach(shard -> {
                shard.serve(this::toLearner);
                shard.reportState(this::toLearner);
            });
            sampler.doWork();
        }
    }

    /** A shard joins, with new files or with those that it left. */
    ReplayShard join(long storeId) {
        ReplayShard shard = new ReplayShard(ReplayShardSettings.of(settings.replay(),
            folder.resolve("shard-" + storeId), layout, window, MAX_MESSAGE_BYTES),
            random(settings.run().seed() + 9 + storeId), () -> storeId);
        shard.nodeId((int) storeId);
        shards.add(shard);
        moves.stream().filter(moved -> moved.getFromStoreId() == storeId).forEach(this::tell);
        sampler.addShard(storeId, (int) storeId);
        return shard;
    }

    /** A shard goes. */
    void leave(long storeId) {
        ReplayShard shard = shard(storeId);
        shards.remove(shard);
        sampler.removeShard(storeId);
        shard.close();
    }

    /** The actor stops stepping, and delivers what it has. */
    void drainActor() {
        actor.drain();
        sampler.drain();
        for (int i = 0; i < 10_000 && !actor.isDrained(); i++) {
            idle(1);
        }
    }

    ReplayShard shard(long storeId) {
        return shards.stream().filter(shard -> shard.storeId() == storeId).findFirst().orElseThrow();
    }

    ActorStatus actorStatus() {
        return new ActorStatuses(ACTOR_NODE, actor).next();
    }

    EvaluationOutcome evaluate() {
        EvaluationSpec spec =
            new EvaluationSpec(layout, random -> environment.create(settings.environment().options(), random),
            100, 100, 0, settings.run().seed(), 1);
        try (NetworkQFunction qFunction = new NetworkQFunction(network, 100, 1);
             GreedyEvaluator evaluator = new GreedyEvaluator(spec, qFunction, System::nanoTime)) {
            qFunction.load(learner.takeSnapshot().data());
            return evaluator.run(1, done -> { });
        }
    }

    float[] weights() {
        return learner.state().online();
    }

    long producedSteps() {
        return actor.report().producedSteps();
    }

    long storedSteps() {
        return shards.stream().mapToLong(ReplayShard::storedSteps).sum();
    }

    StepLayout layout() {
        return layout;
    }

    WindowSpec window() {
        return window;
    }

    @Override
    public void close() {
        actor.onClose();
        shards.forEach(ReplayShard::close);
        learner.close();
    }

    private ActorSpec actorSpec(long seed) {
        int lanes = settings.actors().lanes();
        ExplorationLadder ladder = new ExplorationLadder(settings.actors().exploration().epsilon(),
            settings.actors().exploration().alpha(), lanes);
        List<LaneSpec> specs = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            specs.add(new LaneSpec(i + 1, ladder.epsilon(i), seed * 1000 + i));
        }
        return new ActorSpec(ACTOR_NODE, layout, specs,
            random -> environment.create(settings.environment().options(), random), settings.actors(),
            settings.learning().nStep(), settings.learning().discount(), settings.learning().sequence(), SHARDS,
            MAX_MESSAGE_BYTES);
    }

    private boolean toLearner(DirectBuffer message, int offset, int length) {
        sampler.onBatch(wrapped(batchMessage.wrap(message, offset, length), batchMessage));
        return true;
    }

    private void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId) {
        LaneMoved moved = LaneMoved.newBuilder().setLaneId(laneId).setEpoch(epoch).setFromRecord(fromRecord)
            .setFromStoreId(fromStoreId).setToStoreId(toStoreId).build();
        moves.add(moved);
        tell(moved);
    }

    /** As the coordinator does, to the shard that the lane has left; one that is away is told when it is back. */
    private void tell(LaneMoved moved) {
        shards.stream().filter(shard -> shard.storeId() == moved.getFromStoreId()).forEach(shard ->
            shard.moveAway(moved.getLaneId(), moved.getFromRecord(), moved.getEpoch()));
    }

    private static <T> T wrapped(boolean isValid, T message) {
        if (!isValid) {
            throw new AssertionError("a malformed message: " + message);
        }
        return message;
    }

    private static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    /** The learner's port to the shards. */
    private final class ToShards implements ShardRequests {
        private final FeedbackMessage feedback = new FeedbackMessage();

        @Override
        public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
            shard(storeId).onFeedback(wrapped(feedback.wrap(message, offset, length), feedback));
            return true;
        }
    }

    /** The actor's port to the shards, and back. */
    private final class FromActor implements StepSink {
        private final StepsMessage steps = new StepsMessage(layout.stride());
        private final AcksMessage acks = new AcksMessage();
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

        @Override
        public long[] reachableStores() {
            return shards.stream().mapToLong(ReplayShard::storeId).toArray();
        }

        @Override
        public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
            ReplayShard shard = shard(storeId);
            if (shard.isLimited()) {
                return false;
            }
            shard.append(wrapped(steps.wrap(message, offset, length), steps));
            return true;
        }

        @Override
        public int pollAcks(AcksHandler handler) {
            for (ReplayShard shard : shards) {
                buffer.checkLimit(shard.acknowledgements().length(ACTOR_NODE));
                int length = shard.acknowledgements().write(ACTOR_NODE, buffer, 0);
                handler.onAcks(wrapped(acks.wrap(buffer, 0, length), acks));
            }
            return shards.size();
        }
    }
}
