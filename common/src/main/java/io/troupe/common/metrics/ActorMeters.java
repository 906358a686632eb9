package io.troupe.common.metrics;

import static io.troupe.common.metrics.MeterGroup.Definition.counter;
import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import java.util.List;

/** An actor as meters: {@code troupe_actor_…}, the same at the learner and at the actor itself. */
public final class ActorMeters {
    private static final double NS = 1e9;

    public static final List<MeterGroup.Definition<ActorNumbers>> DEFINITIONS = List.of(
        gauge("troupe.actor.lanes", "Environments stepped together", ActorNumbers::lanes),
        counter("troupe.actor.produced.steps", "Environment steps produced", ActorNumbers::producedSteps),
        gauge("troupe.actor.env.steps.per.second", "Environment steps a second, lately", ActorNumbers::envStepsPerS),
        gauge("troupe.actor.weights.version", "Version of the weights that it acts with", ActorNumbers::weightsVersion),
        gauge("troupe.actor.weights.behind", "Versions that its weights are behind the newest that it has heard of",
            actor -> actor.staleness().versionsBehind()),
        counter("troupe.actor.stale.steps", "Steps marked because they were chosen by weights beyond actors.staleness",
            actor -> actor.staleness().markedSteps()),
        counter("troupe.actor.stale.seconds", "Seconds in which it waited for newer weights",
            actor -> actor.staleness().waitedNs() / NS),
        counter("troupe.actor.blocked.seconds", "Seconds that its lanes have waited for room, of all lanes together",
            ActorNumbers::blockedS),
        counter("troupe.actor.network.seconds", "Seconds in which it valued observations",
            actor -> actor.time().networkNs() / NS),
        counter("troupe.actor.environments.seconds", "Seconds in which it stepped environments",
            actor -> actor.time().environmentsNs() / NS),
        counter("troupe.actor.sending.seconds", "Seconds in which it sent records",
            actor -> actor.time().sendingNs() / NS),
        counter("troupe.actor.waiting.seconds", "Seconds in which it had nothing to do",
            actor -> actor.time().waitingNs() / NS),
        counter("troupe.actor.resent.records", "Records sent again for want of an acknowledgement",
            ActorNumbers::resentRecords),
        counter("troupe.actor.environment.errors", "Environments reset because of an error",
            ActorNumbers::environmentErrors),
        gauge("troupe.actor.mean.return", "Mean return of its last episodes", ActorNumbers::meanReturn));

    private ActorMeters() {
    }
}
