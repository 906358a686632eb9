package io.troupe.integration;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.StepSink;
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
 * The whole system in one thread: actor, two shards, learner, and nothing between them but their ports. Time is a counter.
 * The shortest explanation of how the parts work together, and equal to the bit whenever it is run with the same seed.
 */
final class DirectRun implements AutoCloseable {
    private static final int SHARDS = 2;
    private static final int ACTOR_NODE = 9;
    private static final int MAX_MESSAGE_BYTES = 1 << 16;

    private final TroupeSettings settings;
    private final EnvironmentProvider environment;
    private final StepLayout layout;
    private final WindowSpec window;
    private final QNetwork network;
    private final List<ReplayShard> shards = new ArrayList<>();
    private final Actor actor;
    private final GlobalSampler sampler;
    private final Learner learner;
    private final BatchMessage batchMessage;
    private WeightsSnapshot weights;
    private long nowNs;

    DirectRun(TroupeSettings settings, Path folder) {
        this.settings = settings;
        environment = Environments.named(settings.environment().name());
        layout = new StepLayout(environment.schema(settings.environment().options()));
        window = WindowSpec.nStep(layout.schema(), settings.learning().nStep());
        network = QNetwork.of(settings.network(), layout.schema());
        batchMessage = new BatchMessage(layout, window);
        long seed = settings.run().seed();
        for (int i = 0; i < SHARDS; i++) {
            long storeId = i + 1;
            ReplayShard shard = new ReplayShard(ReplayShardSettings.of(settings.replay(), folder.resolve("shard-" + i), layout,
                window, MAX_MESSAGE_BYTES), random(seed + 10 + i), () -> storeId);
            shard.nodeId(i + 1);
            shards.add(shard);
        }
        learner = new Learner(network, window, settings.learning(), 1, random(seed));
        sampler = new GlobalSampler(layout, window, SamplerSettings.of(settings.learning(), settings.replay(), 1),
            new ToShards(), () -> nowNs, random(seed + 1));
        shards.forEach(shard -> sampler.addShard(shard.storeId(), (int) shard.storeId()));
        actor = new Actor(actorSpec(seed), () -> new NetworkQFunction(network, settings.actors().lanes(), 1), new FromActor(),
            () -> weights, (lane, epoch, record, from, to) -> { }, () -> nowNs);
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

    EvaluationOutcome evaluate() {
        EvaluationSpec spec = new EvaluationSpec(layout, random -> environment.create(settings.environment().options(), random),
            100, 100, 0, settings.run().seed(), 1);
        try (NetworkQFunction qFunction = new NetworkQFunction(network, 100, 1);
             GreedyEvaluator evaluator = new GreedyEvaluator(spec, qFunction, System::nanoTime)) {
            qFunction.load(learner.takeSnapshot().data());
            return evaluator.run(1);
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

    private ReplayShard shard(long storeId) {
        return shards.stream().filter(shard -> shard.storeId() == storeId).findFirst().orElseThrow();
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
        private final long[] stores = shards.stream().mapToLong(ReplayShard::storeId).toArray();

        @Override
        public long[] reachableStores() {
            return stores;
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
                buffer.checkLimit(shard.acksLength(ACTOR_NODE));
                int length = shard.writeAcks(ACTOR_NODE, buffer, 0);
                handler.onAcks(wrapped(acks.wrap(buffer, 0, length), acks));
            }
            return shards.size();
        }
    }
}
