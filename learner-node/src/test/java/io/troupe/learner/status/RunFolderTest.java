package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 8, 7, 6);

    @TempDir
    private Path temporary;

    private static EffectiveConfiguration configuration(Path directory) {
        return EffectiveConfiguration.read("run.seed = 5", "test").with(Map.of("run.directory", directory.toString()));
    }

    @Test
    void shouldNameFoldersByTimeEnvironmentAndNetwork() {
        EffectiveConfiguration configuration = EffectiveConfiguration.read("", "test");
        Path parent = temporary.resolve("runs");
        RunFolder first = RunFolder.create(configuration, NOW, parent);
        RunFolder second = RunFolder.create(configuration, NOW, parent);
        assertEquals(parent.resolve("20260309-080706-cartpole-mlp"), first.path());
        assertEquals("20260309-080706-cartpole-mlp-2", second.runId());
        assertTrue(Files.isDirectory(first.checkpoints()));
    }

    @Test
    void shouldKeepTheConfigurationButNotItsOwnName() {
        Path directory = temporary.resolve("mine");
        RunFolder.create(configuration(directory), NOW);
        EffectiveConfiguration kept = RunFolder.open(directory).configuration();
        assertEquals(5, kept.settings().run().seed());
        assertEquals("", kept.settings().run().directory());
    }

    @Test
    void shouldRefuseAFolderThatHoldsARun() throws IOException {
        for (String file : new String[] {"metrics.jsonl", "summary.json", "checkpoints/1"}) {
            Path directory = temporary.resolve(file.replace('/', '-'));
            Files.createDirectories(directory.resolve("checkpoints"));
            Files.writeString(directory.resolve(file), "{}");
            TroupeException failure = assertThrows(TroupeException.class,
                () -> RunFolder.create(configuration(directory), NOW), file);
            assertEquals(ErrorCode.CONFIGURATION, failure.code());
            assertEquals("the folder " + directory
                + " holds a run already; go on with it (troupe train --resume " + directory
                + "), choose another one with --run-dir, or delete it", failure.getMessage());
        }
    }

    @Test
    void shouldTakeAFolderWhereARunFailedToStart() {
        RunFolder.create(configuration(temporary), NOW);
        assertEquals(temporary, RunFolder.create(configuration(temporary), NOW).path());
    }

    @Test
    void shouldTellWhyAFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        TroupeException failure = assertThrows(TroupeException.class,
            () -> RunFolder.create(configuration(file), NOW));
        assertTrue(failure.getMessage().startsWith("cannot make the run's folder " + file + ": "),
            failure.getMessage());
    }

    @Test
    void shouldNotOpenWhatIsNoRun() {
        TroupeException failure = assertThrows(TroupeException.class, () -> RunFolder.open(temporary));
        assertTrue(failure.getMessage().contains("it has no config.conf"), failure.getMessage());
    }
}
