package io.troupe.replay.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.replay.client.ReplayClient;
import io.troupe.replay.client.SampledRows;
import io.troupe.replay.client.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/replay.md: runs as it stands there. */
@Timeout(60)
class ReplayServiceExampleTest {
    private static final String DOCUMENT = "docs/replay.md";

    @TempDir
    private Path folder;

    private static float[] run(Path files, Path memory) {
        float[] estimates = new float[200];
        // example begin
        EnvironmentSchema schema = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4);
        WindowSpec window = WindowSpec.nStep(schema, 3);
        var settings = ReplayServiceSettings.of(files, memory, schema, window).withCapacity(100_000);
        try (ReplayService service = ReplayService.open(settings);
             ReplayClient client = ReplayService.connect(settings, 1)) {
            Step step = client.step();
            for (int t = 0; t < 10_000; t++) {
                step.clear().floats("state", t % 200, t / 200).action(t % 4).reward(1);
                if (t % 200 == 199) {
                    step.terminated();
                }
                client.append(7, step, 1);                    // lane 7; its window's first priority is 1
            }
            client.flush();                                   // from here on all of it survives a crash

            int state = window.columnOf(StepField.observation(0));
            int rewards = window.columnOf(StepField.REWARD);
            for (int turn = 0; turn < 500; turn++) {
                SampledRows rows = client.sample(64);
                float[] priorities = new float[rows.rows()];
                for (int row = 0; row < rows.rows(); row++) {
                    float nStepReturn = 0;
                    for (int i = 0; i < rows.validSteps(row); i++) {
                        nStepReturn += Math.pow(0.9, i) * rows.floatAt(rewards, row, i);
                    }
                    int at = (int) rows.floatAt(state, row, 0);
                    float error = nStepReturn - estimates[at];
                    estimates[at] += 0.5 * rows.importanceWeight(row, 0.4) * error;
                    priorities[row] = Math.abs(error);
                }
                client.update(rows, priorities);
            }
            System.out.println(service.state().updatedPriorities() + " priorities were updated");
        }
        // example end
        return estimates;
    }

    @Test
    void shouldLearnWhatTheDocumentSays() {
        float[] estimates = run(folder.resolve("files"), ReplayServiceTest.newMemory());
        assertEquals(1 + 0.9 + 0.81, estimates[50], 0.05);
        assertEquals(1 + 0.9, estimates[198], 0.05);
        assertEquals(1, estimates[199], 0.05);
    }

    @Test
    void shouldBeTheExampleOfTheDocument() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(DOCUMENT))) {
            root = root.getParent();
        }
        String source = Files.readString(root.resolve("replay-node/src/test/java").resolve(
            ReplayServiceExampleTest.class.getName().replace('.', '/') + ".java"));
        String example = source.substring(source.indexOf("// example begin\n") + 17,
            source.indexOf("        // example end"))
            .stripTrailing().stripIndent() + "\n";
        assertTrue(Files.readString(root.resolve(DOCUMENT)).contains("```java\n" + example + "```\n"),
            () -> DOCUMENT + " shows another example than this, which is the one that runs:\n" + example);
        assertTrue(example.lines().count() <= 36, "it is meant to be short");
    }
}
