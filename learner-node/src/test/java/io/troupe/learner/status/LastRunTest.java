package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastRunTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 8, 7, 6);

    @TempDir
    private Path temporary;

    @Test
    void theNewestRunShouldBeFoundWhereNobodyOwnsIt() {
        Path parent = temporary.resolve("runs");
        assertTrue(LastRun.newest(parent).isEmpty(), "there is no run");
        EffectiveConfiguration configuration = EffectiveConfiguration.read("", "test");
        RunFolder first = RunFolder.create(configuration, NOW, parent);
        assertEquals(first.path(), LastRun.newest(parent).orElseThrow().path());
        RunFolder second = RunFolder.create(configuration, NOW.plusSeconds(1), parent);
        assertEquals(second.path(), LastRun.newest(parent).orElseThrow().path());
        try (RunLock own = second.lock()) {
            assertTrue(LastRun.newest(parent).isEmpty(), "the newest goes on");
        }
        RunFolder mine = RunFolder.create(
            configuration.with(Map.of("run.directory", parent.resolve("mine").toString())), NOW);
        assertEquals(second.path(), LastRun.newest(parent).orElseThrow().path(), "who names a run asks for it by name");
        assertTrue(LastRun.find(mine.path().toString()).isPresent());
        try (RunLock own = mine.lock()) {
            assertTrue(LastRun.find(mine.path().toString()).isPresent(), "resuming tells that it is running");
        }
        assertTrue(LastRun.find(parent.resolve("none").toString()).isEmpty());
    }
}
