package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.fail;

import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much CPU a run uses in which everything is paused. */
@Tag("process")
class IdleTest {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    /** Before it is idle, the JVM compiles what it has used most. */
    private static final int MAX_WINDOWS = 36;

    @TempDir
    private Path folder;

    @Test
    void shouldUseAlmostNoCpuInOneJvm() {
        RunFiles run = new RunFiles(folder.resolve("one"));
        int port = Page.freePort();
        Page page = new Page(port);
        try (TroupeProcess troupe = TroupeProcess.start(folder, "train", "cartpole", "--set", "run.start-paused=true",
            "--http-port", Integer.toString(port), "--run-dir", "one").showing(run)) {
            Await.until("everybody to be there", TroupeProcess.LIMIT, troupe::evidence, () -> isPaused(page, 4));
            assertIdle(0.15, () -> troupe.handle().info().totalCpuDuration().orElseThrow(), troupe::evidence);
        }
    }

    @Test
    void shouldUseAlmostNoCpuInAllProcessesTogether() {
        RunFiles run = new RunFiles(folder.resolve("many"));
        try (Family family = Family.start(run, "--set", "run.start-paused=true")) {
            family.await("everybody to be there", () -> isPaused(family.page, 5));
            assertIdle(0.30, family::cpuTime, family.supervisor::evidence);
        }
    }

    private static boolean isPaused(Page page, int nodes) {
        var status = page.status();
        return status.path("is_paused").asBoolean() && status.path("nodes").size() == nodes;
    }

    private static void assertIdle(double limit, Supplier<Duration> cpuTime, Supplier<String> evidence) {
        StringBuilder measured = new StringBuilder();
        for (int window = 0; window < MAX_WINDOWS; window++) {
            Duration before = cpuTime.get();
            long startNs = System.nanoTime();
            Await.until("time to pass", WINDOW.multipliedBy(10), evidence,
                () -> System.nanoTime() - startNs >= WINDOW.toNanos());
            double share = (double) cpuTime.get().minus(before).toNanos() / (System.nanoTime() - startNs);
            measured.append(String.format(" %.3f", share));
            if (share < limit) {
                System.out.println("idle: shares of one core:" + measured);
                return;
            }
        }
        fail("shares of one core, in turn:" + measured + ", expected below " + limit + "\n" + evidence.get());
    }
}
