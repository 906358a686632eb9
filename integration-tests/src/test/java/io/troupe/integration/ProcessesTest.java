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
    @TempDir
    private Path folder;

    @Test
    void shouldTrainOverSharedMemory() {
        train("ipc");
    }

    @Test
    void shouldTrainOverUdp() {
        train("udp", "--set", "transport.channel=udp");
    }

    @Test
    void shouldStopInOrderOnCtrlC() {
        RunFiles run = new RunFiles(folder.resolve("endless"));
        try (Family family = Family.startEndless(run)) {
            family.awaitLearning();
            family.supervisor.interrupt();
            assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
            assertEquals("interrupted", run.summary().get("reason").asText());
            assertEquals(0, Books.assertBalanced(run));
            family.awaitNothingLeft();
        }
    }

    private void train(String name, String... more) {
        RunFiles run = new RunFiles(folder.resolve(name));
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--steps";
        arguments[1] = "6000";
        System.arraycopy(more, 0, arguments, 2, more.length);
        try (Family family = Family.start(run, arguments)) {
            assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
            JsonNode summary = run.summary();
            assertEquals("steps done", summary.get("reason").asText());
            assertTrue(summary.get("env_steps").asLong() >= 6000, summary::toString);
            assertTrue(summary.get("learner_steps").asLong() > 0, family.supervisor::evidence);
            for (String node : List.of("replay-1", "replay-2", "actor-1", "actor-2")) {
                assertTrue(configuration(run, node).metrics().isEnabled(), node);
                assertEquals(0, configuration(run, node).metrics().port(), "nobody has chosen ports");
                assertFalse(Files.exists(run.folder().resolve("nodes").resolve(node + ".url")), "it has ended");
            }
            assertEquals(0, Books.assertBalanced(run));
            family.awaitNothingLeft();
        }
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
