package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunsFolderTest {
    @TempDir
    private Path folder;
    private RunFolder run;
    private RunsFolder now;
    private RunsFolder later;

    @BeforeEach
    void make() {
        run = RunFolder.create(new SettingsLoader(any -> "").set("run.directory=" + folder.resolve("a")).load(),
            LocalDateTime.of(2026, 1, 1, 0, 0));
        try (MetricsLog log = new MetricsLog(run.metrics())) {
            log.write(Snapshots.running(10));
        }
        now = new RunsFolder(folder);
        later = new RunsFolder(folder, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
    }

    @Test
    void shouldTellARunThatNobodyOwnsAnyMoreFromOneThatGoesOn() throws IOException {
        assertFalse(only(now).isStopped(), "it has written a moment ago");
        assertTrue(only(later).isStopped());
        RunLock lock = run.lock();
        assertFalse(only(later).isStopped(), "it is only slow");
        lock.close();
        assertTrue(only(later).isStopped());
        Files.writeString(run.summary(), "{}");
        assertFalse(only(later).isStopped());
        assertTrue(only(later).isOver());
    }

    @Test
    void shouldSeeTheLockOfAnotherProcessUntilThatIsKilled() throws Exception {
        Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Owner.class.getName(), run.path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("owned", owner.inputReader().readLine());
            for (int look = 0; look < 10; look++) {
                assertFalse(only(later).isStopped());
            }
        } finally {
            owner.destroyForcibly().waitFor();
        }
        assertTrue(only(later).isStopped());
        run.lock().close();
    }

    private static RunsFolder.Entry only(RunsFolder runs) throws IOException {
        List<RunsFolder.Entry> entries = runs.runs();
        assertEquals(1, entries.size());
        return entries.get(0);
    }

    /** Owns a run until it is killed. */
    static final class Owner {
        private Owner() {
        }

        public static void main(String[] arguments) throws IOException {
            RunLock lock = RunFolder.open(Path.of(arguments[0])).lock();
            System.out.println("owned");
            // Never comes, and ends with who has started this.
            System.in.read();
            lock.close();
        }
    }
}
