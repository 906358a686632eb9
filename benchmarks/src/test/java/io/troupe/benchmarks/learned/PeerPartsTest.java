package io.troupe.benchmarks.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.testing.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the learning of the peer in Python stands on; its networks and losses are {@code LearnerBenchmarkTest}'s. */
class PeerPartsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCutAndWeighTheWindowsOfANaiveReplay() throws IOException, InterruptedException {
        Python.assumeHas("numpy");
        assertEquals("same", run("check_replay.py", "replay.py"));
    }

    @Test
    void shouldGiveFirstPrioritiesByTheirDefinition() throws IOException, InterruptedException {
        Python.assumeHas("torch, numpy");
        assertEquals("same", run("check_acting.py", "acting.py", "environments.py", "replay.py"));
    }

    private String run(String script, String... modules) throws IOException, InterruptedException {
        copy(script);
        for (String module : modules) {
            copy(module);
        }
        return String.join("\n", Python.run(folder.resolve(script), ""));
    }

    private void copy(String resource) throws IOException {
        try (InputStream in = PeerPartsTest.class.getResourceAsStream(resource)) {
            Files.copy(in, folder.resolve(resource));
        }
    }
}
