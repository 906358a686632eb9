package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a real run that is well. */
class DoctorCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldFollowAStepRoundARunThatIsWell() throws Exception {
        try (TroupeRun run = TroupeRun.start(folder, "cartpole")) {
            awaitLearning(run.folder());
            TroupeProcess doctor = TroupeProcess.run(folder, "doctor", run.folder().toString(), "--json");
            JsonNode told = JSON.readTree(doctor.out());
            assertTrue(told.at("/marked_step/0/stage").asText().matches("produced by actor-1, lane \\d+"),
                doctor::evidence);
            assertEquals(List.of("stored", "drawn", "learned from", "published", "acted with"),
                StreamSupport.stream(told.get("marked_step").spliterator(), false).skip(1)
                    .map(stage -> stage.get("stage").asText()).toList(), doctor::evidence);
            assertTrue(told.get("alive").asBoolean(), doctor::evidence);
            assertEquals(0, doctor.exitStatus());
        }
    }

    @Test
    void shouldSayThatNoRunAnswers() {
        TroupeProcess.run(folder, "doctor", "--url", "http://127.0.0.1:1").assertTells(3, "no run answers at");
    }

    private static void awaitLearning(Path run) {
        RunFiles files = new RunFiles(run);
        Await.until("it learns", Duration.ofSeconds(90), () -> RunFiles.tail(run.resolve("troupe.log")),
            () -> files.newest("learner_steps") > 50);
    }
}
