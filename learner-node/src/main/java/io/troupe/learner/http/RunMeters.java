package io.troupe.learner.http;

import static io.troupe.learner.http.MeterGroup.Definition.counter;
import static io.troupe.learner.http.MeterGroup.Definition.gauge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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

    private static final List<MeterGroup.Definition<Shard>> SHARD = List.of(
        gauge("troupe.replay.size.steps", "Steps held", Shard::sizeSteps),
        gauge("troupe.replay.capacity.steps", "Steps that can be held", Shard::capacitySteps),
        gauge("troupe.replay.samplable.windows", "Windows that can be drawn", Shard::samplableWindows),
        gauge("troupe.replay.priority.mass", "Sum of the priority masses", Shard::priorityMass),
        counter("troupe.replay.stored.steps", "Steps stored", Shard::storedSteps),
        counter("troupe.replay.evicted.steps", "Steps that gave way to newer ones", Shard::evictedSteps),
        counter("troupe.replay.sampled.rows", "Windows sent to the learner", Shard::sampledRows),
        counter("troupe.replay.updated.priorities", "Priorities that the learner has renewed",
            Shard::updatedPriorities),
        counter("troupe.replay.late.updates", "Priorities whose step was gone when they came", Shard::lateUpdates),
        counter("troupe.replay.refused.priorities", "Priorities that were not finite or negative",
            Shard::refusedPriorities),
        counter("troupe.replay.malformed.messages", "Messages with a wrong length or checksum",
            Shard::malformedMessages),
        counter("troupe.replay.duplicate.records", "Records that had been stored already", Shard::duplicateRecords),
        counter("troupe.replay.refused.lanes", "Messages refused because the shard had no room for their lane",
            Shard::refusedLanes),
        counter("troupe.replay.clipped.priorities", "Priorities that the defence has clipped",
            Shard::clippedPriorities),
        counter("troupe.replay.bounded.masses", "Priority masses that the defence has made smaller",
            Shard::boundedMasses),
        counter("troupe.replay.torn.records", "Records found damaged when the shard was opened",
            shard -> shard.damage().tornRecords()),
        counter("troupe.replay.torn.segments", "Segments found damaged when the shard was opened",
            shard -> shard.damage().tornSegments()),
        counter("troupe.replay.torn.states", "Recurrent states found damaged when the shard was opened",
            shard -> shard.damage().tornStates()),
        counter("troupe.replay.dropped.states", "Recurrent states without a record that is held, or without room",
            shard -> shard.damage().droppedStates()),
        gauge("troupe.replay.other.states", "1 where recurrent states of another network or window were dropped",
            shard -> shard.damage().hasDroppedStates() ? 1 : 0),
        counter("troupe.replay.working.seconds", "Seconds in which the shard worked",
            shard -> shard.time().workingNs() / NS),
        counter("troupe.replay.waiting.for.inserts.seconds", "Seconds in which the shard had nothing to draw",
            shard -> shard.time().waitingForInsertsNs() / NS),
        counter("troupe.replay.waiting.for.samples.seconds", "Seconds in which the shard waited for the learner",
            shard -> shard.time().waitingForSamplesNs() / NS),
        counter("troupe.replay.limited.seconds", "Seconds in which the rate limiter held inserts back",
            shard -> shard.time().limitedNs() / NS),
        gauge("troupe.replay.limited", "1 while the rate limiter holds inserts or samples back, else 0",
            shard -> shard.isLimited() ? 1 : 0),
        gauge("troupe.replay.draining", "1 while the shard is about to leave, else 0",
            shard -> shard.isDraining() ? 1 : 0));

    private static final List<MeterGroup.Definition<Actor>> ACTOR = List.of(
        gauge("troupe.actor.lanes", "Environments stepped together", Actor::lanes),
        counter("troupe.actor.produced.steps", "Environment steps produced", Actor::producedSteps),
        gauge("troupe.actor.env.steps.per.second", "Environment steps a second, lately", Actor::envStepsPerS),
        gauge("troupe.actor.weights.version", "Version of the weights that it acts with", Actor::weightsVersion),
        counter("troupe.actor.blocked.seconds", "Seconds that its lanes have waited for room, of all lanes together",
            Actor::blockedS),
        counter("troupe.actor.resent.records", "Records sent again for want of an acknowledgement",
            Actor::resentRecords),
        counter("troupe.actor.environment.errors", "Environments reset because of an error", Actor::environmentErrors),
        gauge("troupe.actor.mean.return", "Mean return of its last episodes", Actor::meanReturn));

    private final MeterGroup<RunSnapshot> runs;
    private final MeterGroup<RunSnapshot> learner;
    private final MeterGroup<Node> nodes;
    private final MeterGroup<Shard> shards;
    private final MeterGroup<Actor> actors;

    RunMeters(MeterRegistry registry) {
        runs = new MeterGroup<>(registry,
            run -> Tags.of("run", run.runId(), "environment", run.environment(), "network", run.network()),
            List.of(gauge("troupe.learner.run.info", "Always 1; its labels tell which run this is", run -> 1)));
        learner = new MeterGroup<>(registry, run -> Tags.empty(), LEARNER);
        nodes = new MeterGroup<>(registry, node -> Tags.of("node", node.name(), "role", node.role()),
            List.of(gauge("troupe.cluster.node.reachable", "1 while the node is reachable, else 0",
                    node -> node.isReachable() ? 1 : 0),
                gauge("troupe.cluster.node.silent.seconds", "Seconds since the node last reported", Node::silentS),
                gauge("troupe.cluster.node.starts", "Times that a node of this name has joined", Node::starts)));
        shards = new MeterGroup<>(registry, shard -> Tags.of("shard", shard.name()), SHARD);
        actors = new MeterGroup<>(registry, actor -> Tags.of("actor", actor.name()), ACTOR);
    }

    void update(RunSnapshot snapshot) {
        runs.update(List.of(snapshot));
        learner.update(List.of(snapshot));
        nodes.update(snapshot.nodes());
        shards.update(snapshot.shards());
        actors.update(snapshot.actors());
    }
}
