package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActorObserverTest {
    private final ActorHarness harness = new ActorHarness(new ActorHarness.Options(), ActorHarness.shards(3));
    private final ActorObserver observer = new ActorObserver(harness.actor, () -> harness.nowMs * 1_000_000);

    @Test
    void shouldTellTheRateSinceItBeganAndThenLately() {
        harness.cycle(10);
        ActorObserver.Numbers first = observer.next();
        assertEquals(40, first.producedSteps());
        assertEquals(4, first.lanes());
        assertEquals(5, first.weightsVersion());
        // 4 lanes, one step each a millisecond.
        assertEquals(4_000, first.envStepsPerS(), 1e-6);
        harness.nowMs += 60_000;
        long before = first.producedSteps();
        observer.next();
        harness.nowMs += 30_000;
        assertEquals(0, observer.next().envStepsPerS(), 0, "nothing since the scrape before");
        assertEquals(before, observer.next().producedSteps());
    }

    @Test
    void shouldTellTheMeanReturnOfTheLastHundredEpisodes() {
        assertTrue(Double.isNaN(observer.next().meanReturn()));
        harness.cycle(200);
        observer.next();
        while (harness.actor.episodes().count() < 150) {
            harness.cycle(50);
            observer.next();
        }
        List<Float> returns = new ArrayList<>();
        harness.actor.episodes().read(0, (laneId, episodeReturn, length, epsilon) -> returns.add(episodeReturn));
        double expected = returns.subList(returns.size() - 100, returns.size()).stream()
            .mapToDouble(Float::doubleValue).average().orElseThrow();
        assertEquals(expected, observer.next().meanReturn(), 1e-9);
    }

    @Test
    void shouldTellWhatIsNotAcknowledgedUntilAllIs() {
        harness.cycle(10);
        ActorReport report = harness.actor.report();
        long acknowledged = report.lanes().stream().mapToLong(ActorReport.Lane::acknowledgedRecords).sum();
        assertTrue(report.producedRecords() > acknowledged);
        assertEquals(report.producedRecords() - acknowledged, observer.next().unacknowledgedRecords());
        harness.drainAndCheck();
        assertEquals(0, observer.next().unacknowledgedRecords());
    }

    @Test
    void shouldHaveMetersFromWhenThereIsAnActor() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ActorObserver[] present = new ActorObserver[1];
        Runnable refresh = ActorObserver.register(registry, "actor-1", () -> present[0]);
        refresh.run();
        assertTrue(registry.getMeters().isEmpty());
        present[0] = observer;
        harness.cycle(10);
        refresh.run();
        assertEquals(40, registry.get("troupe.actor.produced.steps").tag("actor", "actor-1").functionCounter().count());
        assertTrue(registry.get("troupe.actor.unacknowledged.records").gauge().value() > 0);
    }
}
