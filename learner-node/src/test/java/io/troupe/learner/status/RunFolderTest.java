package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
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

    private RunFolder made() {
        return RunFolder.create(configuration(temporary.resolve("run")), NOW);
    }

    @Test
    void shouldKeepTheConfigurationAndTheSummaryOfEachStart() throws IOException {
        RunFolder folder = made();
        assertEquals(1, folder.incarnation());
        Files.writeString(folder.summary(), "{}");
        folder.resume(folder.configuration().with(Map.of("run.seed", 6)));
        assertEquals(2, folder.incarnation());
        folder.resume(folder.configuration().with(Map.of("run.seed", 7)));
        assertEquals(3, folder.incarnation());

        assertEquals(7, folder.configuration().settings().run().seed());
        assertTrue(Files.readString(folder.path().resolve("config-1.conf")).contains("seed=5"));
        assertTrue(Files.readString(folder.path().resolve("config-2.conf")).contains("seed=6"));
        assertEquals("{}", Files.readString(folder.path().resolve("summary-1.json")));
        assertFalse(Files.exists(folder.summary()), "the new start has none yet");
    }

    @Test
    void shouldHaveOneOwnerAtATime() {
        RunFolder folder = made();
        RunLock lock = folder.lock();
        TroupeException failure = assertThrows(TroupeException.class, () -> folder.resume(folder.configuration()));
        assertEquals(ErrorCode.RESOURCE, failure.code());
        assertTrue(failure.getMessage().startsWith("the run in " + folder.path()
            + " is still running, in this process;"), failure.getMessage());
        assertEquals(1, folder.incarnation());
        lock.close();
        folder.lock().close();
    }

    @Test
    void shouldRefuseStepsOfAnotherLayoutAndNameBoth() {
        RunFolder folder = made();
        folder.requireLayout("state float32[4]");
        folder.requireLayout("state float32[4]");
        TroupeException failure = assertThrows(TroupeException.class, () -> folder.requireLayout("state float32[5]"));
        assertEquals(ErrorCode.LAYOUT_MISMATCH, failure.code());
        assertTrue(failure.getMessage().contains("'state float32[4]'")
            && failure.getMessage().contains("'state float32[5]'"), failure.getMessage());
    }

    @Test
    void shouldSetCheckpointsAside() throws IOException {
        RunFolder folder = made();
        Files.createDirectory(folder.checkpoints().resolve("checkpoint-000001"));
        folder.resume(folder.configuration());
        assertEquals(List.of(), folder.checkpointsAside());
        Path aside = folder.setCheckpointsAside();
        assertEquals(folder.path().resolve("checkpoints-1"), aside);
        assertEquals(List.of(aside), folder.checkpointsAside());
        assertTrue(Files.isDirectory(aside.resolve("checkpoint-000001")));
        assertTrue(Files.isDirectory(folder.checkpoints()));
    }

    @Test
    void shouldTellHowFarTheRunHadCome() throws IOException {
        RunFolder folder = made();
        assertEquals(new RunProgress(0, 0, 0, 0), folder.progress());
        Files.writeString(folder.metrics(), "{\"time_s\":1,\"env_steps\":10,\"learner_steps\":2}\n"
            + "{\"time_s\":2.5,\"env_steps\":20,\"learner_steps\":4,\"weights_version\":6}\n{\"time_s\":3,\"en");
        assertEquals(new RunProgress(2.5, 20, 4, 6), folder.progress());
    }
}
