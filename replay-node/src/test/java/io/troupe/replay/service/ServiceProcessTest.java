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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service in a process of its own, and its client in this one. */
@Timeout(60)
class ServiceProcessTest {
    private static final int STEPS = 3000;

    @TempDir
    private Path folder;
    private final Path memory = ReplayServiceTest.newMemory();
    private final List<Process> processes = new ArrayList<>();

    /** Serves until its standard input ends, so that it does not outlive the test. */
    static final class Main {
        private Main() {
        }

        public static void main(String[] arguments) throws IOException {
            try (ReplayService service = ReplayService.open(settings(Path.of(arguments[0]), Path.of(arguments[1])))) {
                System.out.println("holds " + service.state().sizeSteps());
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    private static ReplayServiceSettings settings(Path files, Path memory) {
        EnvironmentSchema schema = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 4);
        return ReplayServiceSettings.of(files, memory, schema, WindowSpec.nStep(schema, 3)).withCapacity(10_000);
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        IoUtil.delete(memory.toFile(), true);
    }

    /** Starts a service; returns the steps that it held when it opened its files. */
    private long start() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), Main.class.getName(), folder.resolve("files").toString(),
            memory.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        BufferedReader out =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("holds ")) {
                return Long.parseLong(line.substring("holds ".length()));
            }
        }
        throw new AssertionError("the service's process has ended before it was open");
    }

    @Test
    void shouldServeAClientOfAnotherProcessAndKeepWhatItAcknowledgedOverAKill() throws Exception {
        assertEquals(0, start());
        try (ReplayClient client = ReplayService.connect(settings(null, memory), 1)) {
            Step step = client.step();
            for (int i = 0; i < STEPS; i++) {
                client.append(7, step.clear().floats("state", i, -i).reward(i), 1);
            }
            client.flush();
            SampledRows rows = client.sample(512);
            assertRowsAreWhole(rows);
            float[] priorities = new float[rows.rows()];
            priorities[0] = 1000;
            client.update(rows, priorities);
            assertEquals(STEPS, client.storedSteps());
            assertRowsAreWhole(client.sample(512));
        }
        processes.get(0).destroyForcibly().waitFor();

        assertEquals(STEPS, start());
        try (ReplayClient client = ReplayService.connect(settings(null, memory), 1)) {
            assertRowsAreWhole(client.sample(512));
            assertEquals(STEPS, client.storedSteps());
        }
    }

    private static void assertRowsAreWhole(SampledRows rows) {
        assertEquals(512, rows.rows());
        assertTrue(rows.samplableWindows() <= STEPS);
        int state = rows.column(StepField.observation(0));
        int rewards = rows.column(StepField.REWARD);
        for (int row = 0; row < rows.rows(); row++) {
            float number = rows.floatAt(state, row, 0);
            assertEquals(0, number + rows.floatAt(state, row, 1));
            assertEquals(number + 2, rows.floatAt(rewards, row, 2));
        }
    }
}
