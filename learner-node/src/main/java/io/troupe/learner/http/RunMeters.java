package io.troupe.learner.http;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;
import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.troupe.common.metrics.ActorMeters;
import io.troupe.common.metrics.MeterGroup;
import io.troupe.common.metrics.NodeMeters;
import io.troupe.common.metrics.ShardMeters;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSnapshot.Actor;
import io.troupe.learner.status.RunSnapshot.Node;
import io.troupe.learner.status.RunSnapshot.Shard;
import java.util.List;

/** The run as meters: {@code troupe_learner_…}, {@code troupe_replay_…} by shard, {@code troupe_actor_…} by actor. */
final class RunMeters {
    private static final double NS = 1e9;

    private static final List<MeterGroup.Definition<RunSnapshot>> LEARNER = List.of(
        counter("troupe.learner.env.steps", "Environment steps that the shards have stored", RunSnapshot::envSteps),
        counter("troupe.learner.steps", "Gradient updates", RunSnapshot::learnerSteps),
        counter("troupe.learner.working.seconds", "Seconds in which the learner learned",
            run -> run.learnerTime().workingNs() / NS),
        counter("troupe.learner.waiting.for.inserts.seconds", "Seconds in which too few steps were stored to begin",
            run -> run.learnerTime().waitingForInsertsNs() / NS),
        counter("troupe.learner.waiting.for.samples.seconds", "Seconds in which rows were on their way",
            run -> run.learnerTime().waitingForSamplesNs() / NS),
        counter("troupe.learner.limited.seconds", "Seconds in which the rate limiter held samples back",
            run -> run.learnerTime().limitedNs() / NS),
        counter("troupe.learner.late.rows", "Rows that came after their batch was whole or given up",
            run -> run.detail().sampling().lateRows()),
        counter("troupe.learner.redrawn.rows", "Rows asked of other shards because the first did not deliver",
            run -> run.detail().sampling().redrawnRows()),
        counter("troupe.learner.dropped.updates", "Priorities not sent because their shard has left or takes nothing",
            run -> run.detail().sampling().droppedUpdates()),
        counter("troupe.learner.unknown.messages", "Messages of stores that are not, or no longer, in the run",
            run -> run.detail().sampling().unknownMessages()),
        counter("troupe.learner.malformed.pieces", "Pieces of batches with impossible content, refused as a whole",
            run -> run.detail().sampling().malformedPieces()),
        gauge("troupe.learner.time.seconds", "Seconds since the first environment step", RunSnapshot::timeS),
        gauge("troupe.learner.env.steps.per.second", "Environment steps a second, lately",
            RunSnapshot::envStepsPerS),
        gauge("troupe.learner.steps.per.second", "Gradient updates a second, lately", RunSnapshot::learnerStepsPerS),
        gauge("troupe.learner.samples.per.insert", "Learned windows per stored step", RunSnapshot::samplesPerInsert),
        gauge("troupe.learner.loss", "Mean importance-weighted loss, lately", RunSnapshot::loss),
        gauge("troupe.learner.gradient.norm", "Global norm of the gradient before clipping, lately",
            RunSnapshot::gradientNorm),
        gauge("troupe.learner.learning.rate", "Learning rate of the optimizer", RunSnapshot::learningRate),
        gauge("troupe.learner.mean.q", "Mean Q-value of the actions in the last batches", RunSnapshot::meanQ),
        gauge("troupe.learner.training.return", "Mean return of the actors' last episodes, exploration included",
            RunSnapshot::trainingReturn),
        gauge("troupe.learner.weights.version", "Version of the newest published weights", RunSnapshot::weightsVersion),
        gauge("troupe.learner.policy.lag", "Mean weights versions between the learner and the steps it learns from",
            RunSnapshot::policyLagMean),
        gauge("troupe.learner.policy.lag.max", "Largest policy lag of the rows learned from lately",
            run -> run.detail().policyLag().max()),
        gauge("troupe.learner.td.error.median", "Median |TD error| of the rows learned from lately",
            run -> run.detail().tdErrors().p50()),
        gauge("troupe.learner.td.error.p99", "99th percentile of |TD error| of the rows learned from lately",
            run -> run.detail().tdErrors().p99()),
        gauge("troupe.learner.importance.weight.largest",
            "Largest importance weight of the last batches, before they are divided by it",
            run -> run.detail().largestImportanceWeight()),
        gauge("troupe.learner.recurrent.delta.q", "What stored recurrent states lag behind the weights, of Q; NaN: none are",
            run -> run.detail().recurrentDeltaQ()),
        gauge("troupe.learner.samples.per.second", "Windows learned a second, lately",
            run -> run.detail().samplesPerS()),
        gauge("troupe.learner.target.samples.per.insert", "Samples per insert that the rate limiter holds; NaN: none",
            run -> run.detail().targetSamplesPerInsert().orElse(Double.NaN)),
        gauge("troupe.learner.eval.first.q", "What the Q-values of the first actions of the newest evaluation foretold",
            run -> run.evaluation() == null ? Double.NaN : run.evaluation().firstQ()),
        gauge("troupe.learner.eval.discounted.return", "Discounted return that came of it",
            run -> run.evaluation() == null ? Double.NaN : run.evaluation().discountedReturn()),
        gauge("troupe.learner.starved.ratio", "Share of the learner's time spent waiting for batches, 0 to 1",
            RunSnapshot::starvedFraction),
        gauge("troupe.learner.paused", "1 while the run is paused, else 0", run -> run.isPaused() ? 1 : 0),
        gauge("troupe.learner.eval.return", "Mean return of the newest greedy evaluation",
            run -> run.evaluation() == null ? Double.NaN : run.evaluation().meanReturn()),
        gauge("troupe.learner.eval.return.best", "Best mean return of a greedy evaluation so far",
            run -> run.bestEvalReturn().orElse(Double.NaN)));

    private final MeterGroup<RunSnapshot> runs;
    private final MeterGroup<RunSnapshot> learner;
    private final MeterGroup<Node> nodes;
    private final MeterGroup<Node> processes;
    private final MeterGroup<Shard> shards;
    private final MeterGroup<Actor> actors;

    RunMeters(MeterRegistry registry) {
        runs = new MeterGroup<>(registry,
            run -> Tags.of("run", run.runId(), "environment", run.environment(), "network", run.network()),
            List.of(gauge("troupe.learner.run.info", "Always 1; its labels tell which run this is", run -> 1)));
        learner = new MeterGroup<>(registry, run -> Tags.empty(), LEARNER);
        nodes = new MeterGroup<>(registry, RunMeters::tags,
            List.of(gauge("troupe.cluster.node.reachable", "1 while the node is reachable, else 0",
                    node -> node.isReachable() ? 1 : 0),
                gauge("troupe.cluster.node.silent.seconds", "Seconds since the node last reported", Node::silentS),
                gauge("troupe.cluster.node.starts", "Times that a node of this name has joined", Node::starts)));
        processes = new MeterGroup<>(registry, RunMeters::tags, NodeMeters.of(Node::process));
        shards = new MeterGroup<>(registry, shard -> Tags.of("shard", shard.name()),
            ShardMeters.of(Shard::isDraining));
        actors = new MeterGroup<>(registry, actor -> Tags.of("actor", actor.name()), ActorMeters.DEFINITIONS);
    }

    private static Tags tags(Node node) {
        return Tags.of("node", node.name(), "role", node.role());
    }

    void update(RunSnapshot snapshot) {
        runs.update(List.of(snapshot));
        learner.update(List.of(snapshot));
        nodes.update(snapshot.nodes());
        processes.update(snapshot.nodes().stream().filter(node -> node.process() != null).toList());
        shards.update(snapshot.shards());
        actors.update(snapshot.actors());
    }
}
