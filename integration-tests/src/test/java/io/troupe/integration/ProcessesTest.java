package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.TroupeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe train --processes}: five JVMs, one cluster, one media driver. */
@Tag("process")
class ProcessesTest {
    private static final int STEPS = 6_000;

    @TempDir
    private Path folder;

    @Test
    void shouldTrainOverSharedMemoryUntilItsStepsAreDone() {
        RunFiles run = new RunFiles(folder.resolve("ipc"));
        try (Family family = Family.start(run, "--steps", Integer.toString(STEPS))) {
            assertEndsInOrder(family, "steps done");
        }
    }

    @Test
    void shouldTrainOverUdpAndStopInOrderOnCtrlC() {
        RunFiles run = new RunFiles(folder.resolve("udp"));
        try (Family family = Family.startEndless(run, "--set", "transport.channel=udp")) {
            family.awaitLearning();
            family.await("as many steps", () -> family.page.status().path("env_steps").asLong() >= STEPS);
            family.supervisor.interrupt();
            assertEndsInOrder(family, "interrupted");
        }
    }

    private static void assertEndsInOrder(Family family, String reason) {
        RunFiles run = family.run;
        assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
        JsonNode summary = run.summary();
        assertEquals(reason, summary.get("reason").asText());
        assertTrue(summary.get("env_steps").asLong() >= STEPS, summary::toString);
        assertTrue(summary.get("learner_steps").asLong() > 0, family.supervisor::evidence);
        for (String node : List.of("replay-1", "replay-2", "actor-1", "actor-2")) {
            assertTrue(configuration(run, node).metrics().isEnabled(), node);
            assertEquals(0, configuration(run, node).metrics().port(), "nobody has chosen ports");
            assertFalse(Files.exists(run.folder().resolve("nodes").resolve(node + ".url")), "it has ended");
        }
        assertEquals(0, Books.assertBalanced(run));
        family.awaitNothingLeft();
    }

    private static TroupeSettings configuration(RunFiles run, String node) {
        Path file = run.folder().resolve("nodes").resolve(node + ".conf");
        try {
            return EffectiveConfiguration.read(Files.readString(file), file.toString()).settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
