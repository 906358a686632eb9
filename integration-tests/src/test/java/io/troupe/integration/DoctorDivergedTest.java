package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a run that learns so fast that its values blow up, and whose process stands still at last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorDivergedTest {
    /** A file system of its own, which takes no privilege where user namespaces are allowed. */
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--mount");
    private static final List<String> ON_A_SMALL_DISK = List.of("sh", "-c",
        "mkdir disk && mount -t tmpfs -o size=64m none disk && cp run/config.conf run/page-url disk && exec \"$@\"",
        "sh");
    @TempDir
    private static Path folder;
    private static TroupeRun run;

    @BeforeAll
    static void train() {
        // Without a target network of its own, by one step, and with a learning rate a hundred times too high: each value
        // chases itself. What comes before the last layer is held, or its units would die first. The preset's squared loss
        // lets falls weigh enough to hold such a run.
        run = TroupeRun.start(folder, "cartpole", "--set", "learning.loss=huber", "--set",
            "learning.optimizer.learning-rate=0.5", "--set", "learning.optimizer.final-learning-rate-fraction=1", "--set",
            "learning.target.polyak-rate=1", "--set", "learning.double-q=false", "--set", "learning.n-step=1", "--set",
            "network.head.hidden-units=0", "--set", "learning.initial-weights.freeze=[\"encoder.*\"]", "--set",
            "evaluation.episodes=5");
    }

    @AfterAll
    static void end() {
        if (run != null) {
            run.close();
        }
    }

    @Test
    @Order(1)
    void shouldNameValuesThatBlowUp() {
        RunFiles files = new RunFiles(run.folder());
        Await.until("values beyond every return", Duration.ofSeconds(90),
            () -> RunFiles.tail(run.folder().resolve("troupe.log")), () -> files.metrics().stream().anyMatch(line ->
                Math.abs(line.path("eval_first_q").asDouble(0)) > 10_000));
        TroupeProcess doctor = TroupeProcess.run(folder, "doctor", run.folder().toString(), "--seconds", "1");
        assertTrue(doctor.out().contains("FAIL  the network foretells"), doctor::evidence);
        assertEquals(1, doctor.exitStatus(), doctor::evidence);
    }

    @Test
    @Order(2)
    void shouldNameADiskThatIsNearlyFull() throws Exception {
        Process tried = new ProcessBuilder(List.of("sh", "-c", String.join(" ", NAMESPACE)
            + " sh -c 'mount -t tmpfs none /mnt'")).redirectErrorStream(true).start();
        assumeTrue(tried.waitFor(10, TimeUnit.SECONDS) && tried.exitValue() == 0,
            "there are no user namespaces in which to have a small disk");
        List<String> wrapper = new ArrayList<>(NAMESPACE);
        wrapper.addAll(ON_A_SMALL_DISK);
        try (TroupeProcess doctor = TroupeProcess.startWithin(wrapper, folder, List.of(), "doctor", "disk", "--seconds",
            "1")) {
            doctor.awaitExit(TroupeProcess.LIMIT);
            assertTrue(doctor.out().matches("(?s).*FAIL  disk has 6\\d MiB left.*"), doctor::evidence);
            assertEquals(1, doctor.exitStatus(), doctor::evidence);
        }
    }

    @Test
    @Order(3)
    void shouldSayThatTheLearnerStandsStill() {
        run.standStill();
        try {
            TroupeProcess.run(folder, "doctor", run.folder().toString()).assertTells(3,
                "/api/v1/status does not answer within 10 s: the learner's process stands still");
        } finally {
            run.goOn();
        }
    }
}
