package io.troupe.learner.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.Layouts;
import io.troupe.learner.learning.LearnerState;
import io.troupe.proto.CheckpointManifest;
import io.troupe.proto.LimiterCheckpoint;
import io.troupe.proto.StoreCount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointStoreTest {
    private static final ParameterLayout LAYOUT = Layouts.mlp(8);
    private static final CheckpointManifest DESCRIPTION = CheckpointManifest.newBuilder().setRunId("run-ä\"1\"")
        .setLearnerIncarnation(3).setEnvSteps(5_000_000_000L).setLearnedRows(640).setWallS(12.5).build();

    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatTakesSeveralPiecesToWrite() {
        ParameterLayout large = Layouts.mlp(30_000);
        float[][] vectors = new float[4][large.size()];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < large.size(); j++) {
                vectors[i][j] = 10_000_000f * i + j;
            }
        }
        CheckpointStore store = new CheckpointStore(folder, 1, large);
        store.save(DESCRIPTION, new LearnerState(1, 1, Kind.ADAM, 1, vectors[0], vectors[1], vectors[2],
            vectors[3]));
        LearnerState read = store.readState(store.latest().orElseThrow());
        assertArrayEquals(vectors[0], read.online());
        assertArrayEquals(vectors[1], read.target());
        assertArrayEquals(vectors[2], read.firstMoment());
        assertArrayEquals(vectors[3], read.secondMoment());
    }

    @Test
    void shouldKeepTheLimitersCounts() {
        LimiterCheckpoint limiter = LimiterCheckpoint.newBuilder().setHasBegun(true).setFirstStep(1_000).setFirstRow(5)
            .setCountedSteps(77_000).setSamplesPerInsert(8.5)
            .addStores(StoreCount.newBuilder().setStoreId(Long.MIN_VALUE + 3).setStoredSteps(77_000)).build();
        CheckpointStore store = new CheckpointStore(folder, 1, LAYOUT);
        store.save(DESCRIPTION.toBuilder().setLimiter(limiter).build(), state(1));
        assertEquals(limiter, store.latest().orElseThrow().manifest().getLimiter());
    }

    @Test
    void shouldGiveBackWhatWasSaved() {
        LearnerState state = state(1);
        Path saved = store().save(DESCRIPTION, state);

        StoredCheckpoint stored = store().latest().orElseThrow();
        assertEquals(saved, stored.folder());
        assertEquals(DESCRIPTION.toBuilder().setFormatVersion(1).setLearnerStep(1).setWeightsVersion(101)
            .setOptimizerStep(1).setNetworkFingerprint(LAYOUT.fingerprint()).build(),
            stored.manifest().toBuilder().clearFiles().build());
        LearnerState read = store().readState(stored);
        assertArrayEquals(state.online(), read.online());
        assertArrayEquals(state.target(), read.target());
        assertArrayEquals(state.firstMoment(), read.firstMoment());
        assertArrayEquals(state.secondMoment(), read.secondMoment());
        assertEquals(101, read.weightsVersion());
        assertArrayEquals(state.online(), store().readWeights(stored));
    }

    @Test
    void weightsShouldBeASafetensorsFile() throws IOException {
        LearnerState state = state(1);
        Path saved = store().save(DESCRIPTION, state);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(saved.resolve("weights.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[(int) file.getLong()];
        file.get(text);
        assertEquals(0, text.length % 8);
        JsonNode header = new ObjectMapper().readTree(text);
        JsonNode tensor = header.path("head.0.bias");
        assertEquals("F32", tensor.path("dtype").asText());
        assertEquals(2, tensor.path("shape").path(0).asInt());
        int at = file.position() + tensor.path("data_offsets").path(0).asInt();
        assertEquals(state.online()[LAYOUT.size() - 2], file.getFloat(at));
        assertEquals(file.limit() - file.position(), tensor.path("data_offsets").path(1).asInt());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKnowWhoseMomentsItHolds(Kind kind) {
        store().save(DESCRIPTION, state(1, kind));
        LearnerState read = store().readState(store().latest().orElseThrow());
        assertEquals(kind, read.optimizer());
        assertArrayEquals(state(1).firstMoment(), read.firstMoment());
        assertArrayEquals(state(1).secondMoment(), read.secondMoment());
    }

    @Test
    void shouldKeepTheNewestOnly() throws IOException {
        CheckpointStore store = store();
        for (int step = 1; step <= 12; step++) {
            store.save(DESCRIPTION, state(step));
        }
        assertEquals(List.of("checkpoint-000011", "checkpoint-000012"), names());
        assertEquals(12, store.latest().orElseThrow().manifest().getLearnerStep());
    }

    @Test
    void shouldPassOverADamagedOneAndTakeTheOneBefore() throws IOException {
        CheckpointStore store = store();
        store.save(DESCRIPTION, state(1));
        Path newest = store.save(DESCRIPTION, state(2));
        Path weights = newest.resolve("optimizer.safetensors");
        byte[] bytes = Files.readAllBytes(weights);

        bytes[bytes.length - 3] ^= 1;
        Files.write(weights, bytes);
        assertEquals(1, store.latest().orElseThrow().manifest().getLearnerStep());

        bytes[bytes.length - 3] ^= 1;
        Files.write(weights, bytes);
        assertEquals(2, store.latest().orElseThrow().manifest().getLearnerStep());

        Files.delete(newest.resolve("manifest.json"));
        assertEquals(1, store.latest().orElseThrow().manifest().getLearnerStep());

        Files.writeString(newest.resolve("manifest.json"), "{\"formatVersion\": 1, \"files");
        assertEquals(1, store.latest().orElseThrow().manifest().getLearnerStep());
    }

    @Test
    void shouldNotSeeAnUnfinishedSaveAndCleanItUp() throws IOException {
        Path unfinished = Files.createDirectories(folder.resolve(".unfinished-checkpoint-000001"));
        Files.writeString(unfinished.resolve("weights.safetensors"), "half");
        assertTrue(store().latest().isEmpty());
        store().save(DESCRIPTION, state(1));
        assertEquals(List.of("checkpoint-000001"), names());
    }

    @Test
    void shouldKeepTheBestByEvaluation() throws IOException {
        CheckpointStore store = store();
        store.save(DESCRIPTION, state(1));
        assertEquals("checkpoint-000001", store.best().orElseThrow().folder().getFileName().toString());
        assertTrue(store.saveIfBest(evaluated(100), snapshot(state(1))).isPresent());
        assertFalse(store.saveIfBest(evaluated(90), snapshot(state(2))).isPresent());
        assertTrue(store().saveIfBest(evaluated(-1), snapshot(state(2))).isEmpty());
        assertTrue(store.saveIfBest(evaluated(200), snapshot(state(3))).isPresent());
        assertEquals(List.of("best-000002", "checkpoint-000001"), names());

        StoredCheckpoint best = store().best().orElseThrow();
        assertEquals(200, best.manifest().getEvalReturnMean());
        assertEquals(3, best.manifest().getLearnerStep());
        assertArrayEquals(state(3).online(), store.readWeights(best));
    }

    @Test
    void shouldNameBothNetworksWhereTheyDiffer() {
        store().save(DESCRIPTION, state(1));
        CheckpointStore other = new CheckpointStore(folder, 2, Layouts.mlp(9));
        TroupeException error =
            assertThrows(TroupeException.class, () -> other.readState(other.latest().orElseThrow()));
        assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
        assertTrue(error.getMessage().contains(LAYOUT.fingerprint()), error.getMessage());
        assertTrue(error.getMessage().contains(Layouts.mlp(9).fingerprint()), error.getMessage());
    }

    @Test
    void shouldSayWhereItCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        CheckpointStore store = new CheckpointStore(file.resolve("checkpoints"), 1, LAYOUT);
        TroupeException error = assertThrows(TroupeException.class, () -> store.save(DESCRIPTION, state(1)));
        assertEquals(ErrorCode.CHECKPOINT, error.code());
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    }

    private CheckpointStore store() {
        return new CheckpointStore(folder, 2, LAYOUT);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static CheckpointManifest evaluated(double mean) {
        return DESCRIPTION.toBuilder().setEvalReturnMean(mean).build();
    }

    private static WeightsSnapshot snapshot(LearnerState state) {
        UnsafeBuffer data = new UnsafeBuffer(new byte[LAYOUT.sizeBytes()]);
        for (int i = 0; i < LAYOUT.size(); i++) {
            data.putFloat(4 * i, state.online()[i], ByteOrder.LITTLE_ENDIAN);
        }
        return new WeightsSnapshot(3, state.weightsVersion(), state.learnerStep(), data);
    }

    private static LearnerState state(long step) {
        return state(step, Kind.ADAM);
    }

    private static LearnerState state(long step, Kind kind) {
        return new LearnerState(step, 100 + step, kind, step, vector(4 * step), vector(4 * step + 1),
            vector(4 * step + 2), vector(4 * step + 3));
    }

    private static float[] vector(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble() - 0.5f;
        }
        return values;
    }
}
