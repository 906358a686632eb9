package io.troupe.replay.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.proto.ReplayInspection;
import io.troupe.replay.client.ReplayClient;
import io.troupe.replay.client.SampledRows;
import io.troupe.replay.client.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service and its clients over real streams. */
@Timeout(60)
@SuppressWarnings("try")
class ReplayServiceTest {
    private static final EnvironmentSchema SCHEMA = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2),
        new ObservationColumn("frame", ElementType.UINT8, List.of(2, 2)),
        new ObservationColumn("grid", ElementType.BIT, List.of(3))), 4, true);
    private static final WindowSpec WINDOW = WindowSpec.nStep(SCHEMA, 2);

    @TempDir
    private Path folder;
    private final ReplayServiceSettings settings = settings(newMemory());

    static Path newMemory() {
        Path memory = Path.of("/dev/shm");
        Path parent = Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("troupe-test-" + ProcessHandle.current().pid() + "-"
            + Long.toHexString(System.nanoTime()));
    }

    private ReplayServiceSettings settings(Path memory) {
        return new ReplayServiceSettings(null, memory, SCHEMA, WINDOW, 20_000, 16, 1, false, 2, 1 << 20);
    }

    private ReplayServiceSettings inFolder() {
        return new ReplayServiceSettings(folder.resolve("store"), settings.aeronDirectory(), SCHEMA, WINDOW, 20_000, 16,
            1, false, 2, 1 << 20);
    }

    private static Step fill(Step step, int number) {
        return step.clear().floats("state", number, -number).bytes("frame", (byte) number, (byte) 1, (byte) 2, (byte) 3)
            .bits("grid", true, false, number % 2 == 1).legalActions(true, false, true, false).action(number % 4)
            .reward(number + 0.5f).weightsVersion(10L * number);
    }

    private static void append(ReplayClient client, long laneId, int from, int to, float priority) {
        Step step = client.step();
        for (int number = from; number < to; number++) {
            client.append(laneId, fill(step, number), priority);
        }
    }

    @Test
    void shouldGiveBackWhatWasAppendedAsColumns() {
        try (ReplayService service = ReplayService.open(inFolder());
             ReplayClient client = ReplayService.connect(inFolder(), 1)) {
            append(client, 3, 0, 5, 2);
            client.append(3, fill(client.step(), 5).truncated(), 2);
            client.appendFinal(3, fill(client.step(), 6));
            client.flush();
            SampledRows rows = client.sample(200);
            assertEquals(6, client.storedSteps());
            assertEquals(6, rows.samplableWindows());
            boolean[] seen = new boolean[6];
            for (int row = 0; row < 200; row++) {
                int number = (int) rows.floatAt(rows.column(StepField.observation(0)), row, 0);
                seen[number] = true;
                int last = Math.min(6, number + 2);
                assertEquals(-last, rows.floatAt(rows.column(StepField.observation(0), WindowSpec.Anchor.END), row, 1));
                assertEquals(number, rows.bytes(rows.column(StepField.observation(1))).getByte(4 * row));
                assertEquals(number % 2 == 1 ? 5 : 1, rows.bytes(rows.column(StepField.observation(2))).getByte(row));
                assertEquals(5, rows.bytes(rows.column(StepField.ACTION_MASK)).getByte(row));
                assertEquals(number % 4, rows.intAt(rows.column(StepField.ACTION), row, 0));
                assertEquals(number + 0.5f, rows.floatAt(rows.column(StepField.REWARD), row, 0));
                assertEquals(10L * number, rows.longAt(rows.column(StepField.WEIGHTS_VERSION), row, 0));
                assertEquals(Math.min(2, 6 - number), rows.validSteps(row));
                assertEquals(number >= 4, rows.isTruncated(row));
                assertFalse(rows.isTerminated(row));
                assertEquals(1 / 6.0, rows.probability(row), 1e-9);
                assertEquals(1, rows.importanceWeight(row, 0.5), 1e-9);
            }
            for (boolean one : seen) {
                assertTrue(one);
            }
        }
    }

    @Test
    void shouldDrawByTheNewPriorities() {
        try (ReplayService service = ReplayService.open(inFolder());
             ReplayClient client = ReplayService.connect(inFolder(), 1)) {
            append(client, 0, 0, 102, 1);
            client.flush();
            SampledRows rows = client.sample(1000);
            float[] priorities = new float[1000];
            for (int row = 0; row < 1000; row++) {
                priorities[row] = rows.floatAt(0, row, 0) == 7 ? 300 : 1;
            }
            client.update(rows, priorities);
            SampledRows after = client.sample(1000);
            int drawn = 0;
            for (int row = 0; row < 1000; row++) {
                if (after.floatAt(0, row, 0) == 7) {
                    drawn++;
                    assertEquals(300.0 / 399, after.probability(row), 1e-9);
                }
            }
            assertEquals(1000 * 300 / 399.0, drawn, 2, "stratified");
            assertEquals(0, service.state().refusedPriorities());
        }
    }

    @Test
    void shouldStoreEachStepOnceThoughClientAndServiceAreStartedAgain() {
        try (ReplayService service = ReplayService.open(inFolder())) {
            try (ReplayClient client = ReplayService.connect(inFolder(), 1)) {
                append(client, 5, 0, 3000, 1);
            }
            try (ReplayClient client = ReplayService.connect(inFolder(), 1)) {
                append(client, 5, 3000, 4000, 1);
                client.flush();
                client.sample(1);
                assertEquals(4000, client.storedSteps());
            }
        }
        try (ReplayService service = ReplayService.open(inFolder());
             ReplayClient client = ReplayService.connect(inFolder(), 2)) {
            assertEquals(4000, service.state().storedSteps());
            append(client, 5, 4000, 4500, 1);
            client.flush();
        }
        try (ReplayService service = ReplayService.open(inFolder())) {
            assertEquals(4500, service.state().storedSteps());
            // The last horizon of each of the three connections was not continued by the next, which began an episode.
            assertEquals(4500 - 3 * 2, service.state().samplableWindows());
            assertEquals(0, service.state().duplicateRecords());
        }
    }

    @Test
    void shouldTakeStepsOfSeveralClientsAtOnce() throws InterruptedException {
        try (ReplayService service = ReplayService.open(inFolder());
             ReplayClient learner = ReplayService.connect(inFolder(), 1)) {
            Thread appender = new Thread(() -> {
                try (ReplayClient client = ReplayService.connect(inFolder(), 2)) {
                    append(client, 8, 0, 5000, 1);
                }
            });
            appender.start();
            append(learner, 9, 0, 5000, 1);
            learner.flush();
            assertEquals(64, learner.sample(64).rows());
            appender.join();
            learner.sample(1);
            assertEquals(10_000, learner.storedSteps());
        }
    }

    @Test
    void shouldRefuseRatherThanForgetWhileTheServiceIsGone() {
        ReplayService service = ReplayService.open(inFolder());
        ReplayClient client = ReplayService.connect(inFolder(), 1);
        append(client, 1, 0, 10, 1);
        client.flush();
        service.close();
        int taken = 0;
        while (client.tryAppend(1, fill(client.step(), 10 + taken), 1)) {
            taken++;
        }
        assertEquals(ReplayClient.MAX_UNACKNOWLEDGED, taken);
        try (ReplayService again = ReplayService.open(inFolder())) {
            client.flush();
            client.sample(1);
            assertEquals(10 + taken, client.storedSteps());
            client.close();
        }
    }

    @Test
    void shouldSayWhatDoesNotFit() {
        TroupeException absent = assertThrows(TroupeException.class, () -> ReplayService.connect(inFolder(), 1));
        assertEquals(ErrorCode.RESOURCE, absent.code());
        assertTrue(absent.getMessage().startsWith("no replay service runs in " + settings.aeronDirectory()),
            absent.getMessage());
        try (ReplayService service = ReplayService.open(inFolder());
             ReplayClient client = ReplayService.connect(inFolder(), 1)) {
            ReplayServiceSettings other = new ReplayServiceSettings(null, settings.aeronDirectory(), SCHEMA,
                WindowSpec.nStep(SCHEMA, 3), 20_000, 16, 1, false, 2, 1 << 20);
            TroupeException differs = assertThrows(TroupeException.class, () -> ReplayService.connect(other, 1));
            assertEquals(ErrorCode.LAYOUT_MISMATCH, differs.code());
            assertTrue(differs.getMessage().contains("horizon=2") && differs.getMessage().contains("horizon=3"),
                differs.getMessage());
            Step step = client.step();
            assertProblem("column 'state' takes 2 values of FLOAT32, got 3 of FLOAT32",
                () -> step.floats("state", 1, 2, 3));
            assertProblem("no column is called 'sate'; there are [state, frame, grid]",
                () -> step.floats("sate", 1, 2));
            assertProblem("got action 4, expected 0 to 3", () -> step.action(4));
            assertProblem("no action is legal", () -> step.legalActions(false, false, false, false));
            assertProblem("got the priority -1.0, expected a finite one of at least 0, or NaN",
                () -> client.append(0, step, -1));
            assertProblem("lane 0 has no truncated step", () -> client.appendFinal(0, step));
            client.append(0, step.truncated(), 1);
            assertProblem("its final observation must follow", () -> client.append(0, step, 1));
            assertProblem("got client 3, expected 1 to 2", () -> ReplayService.connect(inFolder(), 3));
        }
    }

    private static void assertProblem(String words, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    /**
     * The whole way of a question to the shard's thread and back, while the same thread serves batches without a
     * pause.
     */
    @Test
    void shouldBeLookedIntoWithin200MsAtAMillionStepsWhileItServes() throws Exception {
        int steps = 1_000_000;
        EnvironmentSchema schema = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
        ReplayServiceSettings large = ReplayServiceSettings.of(folder.resolve("large"), settings.aeronDirectory(),
            schema, WindowSpec.nStep(schema, 3));
        try (ReplayService service = ReplayService.open(large); ReplayClient client = ReplayService.connect(large, 1)) {
            Step step = client.step();
            for (int i = 0; i < steps; i++) {
                client.append(0, step.clear().floats("state", i, 0, 0, 0), 1 + i % 1000);
            }
            client.flush();
            List<Long> looksNs = new ArrayList<>();
            List<Long> quietNs = new ArrayList<>();
            List<Long> lookedNs = new ArrayList<>();
            for (int round = 0; round < 16; round++) {
                boolean isWarm = round >= 4;
                for (int i = 0; i < 20; i++) {
                    turn(client, isWarm ? quietNs : new ArrayList<>());
                }
                long beginNs = System.nanoTime();
                CompletableFuture<Long> doneNs = new CompletableFuture<>();
                CompletableFuture<ReplayInspection> answer = service.inspect(100);
                answer.thenRun(() -> doneNs.complete(System.nanoTime()));
                while (!answer.isDone()) {
                    turn(client, isWarm ? lookedNs : new ArrayList<>());
                }
                ReplayInspection told = answer.get(1, TimeUnit.SECONDS);
                assertEquals(steps, told.getHeldRecords());
                assertEquals(steps - 3, told.getSamplableWindows());
                assertEquals(100, told.getTopCount());
                if (isWarm) {
                    looksNs.add(doneNs.get(1, TimeUnit.SECONDS) - beginNs);
                }
            }
            System.out.printf("a look at %,d steps while batches of 512 are served: %.1f ms (median), %.1f ms"
                + " (longest of 12); a batch and its priorities take %.0f us (median; p90 %.0f), while looked at"
                + " %.0f us (p90 %.0f)%n", steps,
                quantile(looksNs, 0.5) / 1e3, quantile(looksNs, 1) / 1e3,
                quantile(quietNs, 0.5), quantile(quietNs, 0.9), quantile(lookedNs, 0.5), quantile(lookedNs, 0.9));
            assertTrue(quantile(looksNs, 0.5) < 200_000, () -> "looks took " + looksNs + " ns");
        }
    }

    private static void turn(ReplayClient client, List<Long> timesNs) {
        long beginNs = System.nanoTime();
        SampledRows rows = client.sample(512);
        float[] priorities = new float[512];
        for (int i = 0; i < priorities.length; i++) {
            priorities[i] = 1 + i % 7;
        }
        client.update(rows, priorities);
        timesNs.add(System.nanoTime() - beginNs);
    }

    private static double quantile(List<Long> timesNs, double quantile) {
        List<Long> sorted = timesNs.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) (quantile * (sorted.size() - 1))) / 1e3;
    }
}
