package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a run that goes on and learns nothing: its weights reach nobody, and it draws the same few windows. */
class DoctorStaleTest {
    private static final int MANY_STEPS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void shouldNameAFrozenVersionAndCollapsedPriorities() {
        // One step in 400 pays, so that nearly all windows teach nothing, and an exponent of 2 draws the others alone.
        try (TroupeRun run = TroupeRun.start(folder, "tmaze-passive", "--network", "mlp", "--env-set", "T=400", "--set",
            "replay.priority-exponent=2", "--set", "learning.n-step=1", "--set", "learning.batch-size=8", "--set",
            "replay.min-size-steps=2000", "--set", "learning.publish-steps=1000000000")) {
            RunFiles files = new RunFiles(run.folder());
            Await.until("it has seen many steps", Duration.ofSeconds(120),
                () -> RunFiles.tail(run.folder().resolve("troupe.log")),
                () -> files.newest("env_steps") > MANY_STEPS && files.newest("learner_steps") > 1_000);
            TroupeProcess doctor = TroupeProcess.run(folder, "doctor", run.folder().toString(), "--seconds", "5");
            assertTrue(doctor.out().matches("(?s).*FAIL  \\d+ updates were made and no weights published.*"),
                doctor::evidence);
            assertTrue(doctor.out().matches("(?s).*warn  draws are spread over \\d+ of \\d+ windows.*"),
                doctor::evidence);
            assertEquals(1, doctor.exitStatus(), doctor::evidence);
        }
    }
}
