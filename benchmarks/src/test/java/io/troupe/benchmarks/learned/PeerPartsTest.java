package io.troupe.benchmarks.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.benchmarks.pytorch.Pythons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
        assumeTrue(Pythons.hasNumPy(), Pythons.NO_NUMPY);
        assertEquals("same", run("check_replay.py", "replay.py"));
    }

    @Test
    void shouldGiveFirstPrioritiesByTheirDefinition() throws IOException, InterruptedException {
        assumeTrue(Pythons.hasPyTorch(), Pythons.NO_PYTORCH);
        assertEquals("same", run("check_acting.py", "acting.py", "environments.py", "replay.py"));
    }

    private String run(String script, String... modules) throws IOException, InterruptedException {
        copy(script);
        for (String module : modules) {
            copy(module);
        }
        Process process = new ProcessBuilder(Pythons.PYTHON, folder.resolve(script).toString())
            .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? said : "failed: " + said;
    }

    private void copy(String resource) throws IOException {
        try (InputStream in = PeerPartsTest.class.getResourceAsStream(resource)) {
            Files.copy(in, folder.resolve(resource));
        }
    }
}
