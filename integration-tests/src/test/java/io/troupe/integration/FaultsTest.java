package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.transport.DeafPorts;
import io.troupe.integration.transport.FaultyEndpoints;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes on a network that loses one packet in twenty, while they are killed, stalled and cut off by a seeded
 * schedule. At the end every record is in the shards' files once. {@code -Dtroupe.faults.events=N} for another number of
 * faults than 15, {@code -Dtroupe.faults.seed=N} for another schedule.
 */
@Tag("process")
class FaultsTest {
    private static final double LOSS = 0.05;
    private static final int EVENTS = Integer.getInteger("troupe.faults.events", 15);
    private static final long SEED = Long.getLong("troupe.faults.seed", 1);
    private static final long MEAN_PAUSE_MS = 400;
    private static final int LANES = 8;
    /** More than is stepped between two faults, so that nothing is evicted and all can be counted. */
    private static final long CAPACITY_PER_EVENT = 5_000;

    @TempDir
    private Path folder;

    @Test
    void shouldStoreEveryStepOnceOrCountItWhateverHappens() {
        RunFiles run = new RunFiles(folder.resolve("faults"));
        Path deafPorts = folder.resolve("deaf-ports");
        DeafPorts ports = new DeafPorts(deafPorts);
        long startNs = System.nanoTime();
        try (Family family = Family.startEndless(run, FaultyEndpoints.flags(LOSS, SEED, deafPorts),
            "--set", "transport.channel=udp", "--set", "transport.liveness-timeout-ms=2000",
            "--set", "replay.samples-per-insert=8", "--set", "actors.move-after-ms=3000",
            "--set", "evaluation.interval-s=60",
            "--set", "replay.capacity-steps=" + (200_000 + EVENTS * CAPACITY_PER_EVENT))) {
            awaitEverybody(family);
            ProcessFaults faults = new ProcessFaults(family, ports, SEED);
            faults.run(EVENTS, MEAN_PAUSE_MS);
            awaitEverybody(family);
            awaitProgressOfAll(family);
            assertEquals(202, family.page.stop(run));
            assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
            check(run, faults, startNs);
            family.awaitNothingLeft();
        }
    }

    private static void awaitEverybody(Family family) {
        family.await("everybody to be there", () -> family.page.status().path("actors").size() == 2
            && family.page.status().path("shards").size() == 2);
    }

    /** Both actors step, and both shards store, so that whatever came back late has heard what it had to. */
    private static void awaitProgressOfAll(Family family) {
        JsonNode before = family.page.status();
        family.await("every actor to step and every shard to store", () -> {
            JsonNode now = family.page.status();
            return List.of("actor-1", "actor-2").stream().allMatch(name ->
                    produced(now, name) > produced(before, name) + 200 || produced(now, name) < produced(before, name))
                && now.path("env_steps").asLong() > before.path("env_steps").asLong() + 500;
        });
    }

    private static long produced(JsonNode status, String actor) {
        for (JsonNode node : status.path("actors")) {
            if (node.path("name").asText().equals(actor)) {
                return node.path("produced_steps").asLong();
            }
        }
        return 0;
    }

    private static void check(RunFiles run, ProcessFaults faults, long startNs) {
        long lost = Books.assertBalanced(run);
        JsonNode summary = run.summary();
        StoredRecords stored = StoredRecords.read(run);
        System.out.printf("%d faults %s in %d s: %d steps produced, %d stored, %d lost with %d killed actors; %d lanes,"
                + " %d duplicates, %d gaps, %d torn records%n", EVENTS, faults.done(),
            (System.nanoTime() - startNs) / 1_000_000_000, summary.get("transitions_produced").asLong(), stored.steps(),
            lost, faults.killedActors(), stored.lanes().size(), stored.duplicates(), stored.gaps(), stored.torn());
        assertEquals(0, summary.get("transitions_evicted").asLong(), "too much was stepped to count all of it");
        assertEquals(0, stored.duplicates(), run::evidence);
        assertEquals(0, stored.gaps(), run::evidence);
        assertEquals(0, stored.torn(), run::evidence);
        assertEquals(summary.get("transitions_stored").asLong(), stored.steps(), run::evidence);
        assertTrue(lost <= (long) faults.killedActors() * LANES * run.maxUnacknowledgedRecords(),
            () -> lost + " steps were lost\n" + run.evidence());
    }
}
