package io.troupe.actor.acting;

import static io.troupe.common.metrics.MeterGroup.Definition.gauge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.metrics.ActorMeters;
import io.troupe.common.metrics.ActorNumbers;
import io.troupe.common.metrics.MeterGroup;
import io.troupe.common.metrics.RateMeter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/** An actor's numbers, as its own {@code /metrics} tells them. Used by one thread at a time. */
public final class ActorObserver {
    private static final double RATE_WINDOW_S = 10;
    /** As many as the learner takes the mean of. */
    private static final int EPISODES = 100;

    private static final List<MeterGroup.Definition<? super Numbers>> METERS =
        Stream.<MeterGroup.Definition<? super Numbers>>concat(ActorMeters.DEFINITIONS.stream(), Stream.of(
            gauge("troupe.actor.unacknowledged.records", "Records produced and not known to be stored",
                Numbers::unacknowledgedRecords))).toList();

    private final Actor actor;
    private final NanoClock clock;
    private final RateMeter rate = new RateMeter(RATE_WINDOW_S);
    private final Deque<Float> returns = new ArrayDeque<>();
    private long episodesRead;

    /** Begins to count: the first rate is that since now. */
    public ActorObserver(Actor actor, NanoClock clock) {
        this.actor = actor;
        this.clock = clock;
        rate.rate(nowS(), actor.report().producedSteps());
    }

    /** @param unacknowledgedRecords produced, and not known to be stored */
    public record Numbers(int lanes, long producedSteps, double envStepsPerS, long weightsVersion, long resentRecords,
                          long environmentErrors, double meanReturn, double blockedS,
                          ActorStaleness staleness, ActorTime time,
                          long unacknowledgedRecords)
        implements ActorNumbers {
    }

    /**
     * Registers the meters of an actor.
     *
     * @param present null while there is no actor yet
     * @return brings them up to date
     */
    public static Runnable register(MeterRegistry registry, String name, Supplier<ActorObserver> present) {
        Tags tags = Tags.of("actor", name);
        MeterGroup<Numbers> meters = new MeterGroup<>(registry, numbers -> tags, METERS);
        return () -> {
            ActorObserver observer = present.get();
            meters.update(observer == null ? List.of() : List.of(observer.next()));
        };
    }

    /** The numbers now; the rate is over the last ten seconds, or since it was asked for before. */
    public Numbers next() {
        ActorReport report = actor.report();
        episodesRead = actor.episodes().read(episodesRead, (laneId, episodeReturn, length, epsilon) -> {
            returns.addLast(episodeReturn);
            if (returns.size() > EPISODES) {
                returns.removeFirst();
            }
        });
        long acknowledged = report.lanes().stream().mapToLong(ActorReport.Lane::acknowledgedRecords).sum();
        return new Numbers(report.lanes().size(), report.producedSteps(),
            rate.rate(nowS(), report.producedSteps()), report.weightsVersion(), report.resentRecords(),
            report.environmentErrors(), returns.stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN),
            report.blockedNs() / 1e9, report.staleness(), report.time(), report.producedRecords() - acknowledged);
    }

    private double nowS() {
        return clock.nanoTime() / 1e9;
    }
}
