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

/** The replay of the peer in Python, on which its learning stands. */
class PeerReplayTest {
    @Test
    void shouldCutAndWeighTheWindowsOfANaiveOne(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Pythons.hasNumPy(), Pythons.NO_NUMPY);
        for (String script : new String[] {"replay.py", "check_replay.py"}) {
            try (InputStream in = PeerReplayTest.class.getResourceAsStream(script)) {
                Files.copy(in, folder.resolve(script));
            }
        }
        Process process = new ProcessBuilder(Pythons.PYTHON, folder.resolve("check_replay.py").toString())
            .redirectErrorStream(true).start();
        assertEquals("same", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        assertEquals(0, process.waitFor());
    }
}
