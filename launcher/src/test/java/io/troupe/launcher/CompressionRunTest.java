package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.launcher.run.CompressionReport;
import io.troupe.launcher.run.EvaluationReport;
import io.troupe.launcher.run.EvaluationRequest;
import io.troupe.launcher.run.NodeRuns;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.checkpoint.InitialWeights;
import io.troupe.learner.compression.Compression;
import io.troupe.learner.status.RunFolder;
import io.troupe.proto.CheckpointManifest;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The best weights of a run in fewer bits, with a real network and environment. */
class CompressionRunTest {
    private static final int EPISODES = 5;

    private final List<String> progress = new ArrayList<>();
    @TempDir
    private Path temporary;
    private RunFolder folder;
    private ParameterLayout layout;
    private Path file;

    @BeforeEach
    void create() {
        EffectiveConfiguration configuration = new SettingsLoader(name -> Environments.named(name).preset())
            .network("lstm").set("environment.name=masked-cartpole").set("network.memory.units=16")
            .set("run.directory=" + temporary.resolve("run")).load();
        TroupeSettings settings = configuration.settings();
        folder = RunFolder.create(configuration, LocalDateTime.of(2026, 1, 1, 0, 0));
        layout = QNetwork.of(settings.network(),
            Environments.of(settings.environment()).schema(settings.environment().options())).parameters();
        file = temporary.resolve("small.safetensors");
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[layout.sizeBytes()]);
        try (NetworkWeights weights = new NetworkWeights(layout, false)) {
            weights.initialise(new SplittableRandom(3));
            weights.store(bytes, 0);
        }
        new CheckpointStore(folder.checkpoints(), 1, layout).saveIfBest(CheckpointManifest.getDefaultInstance(),
            new WeightsSnapshot(1, 1, 1, bytes));
    }

    @Test
    void shouldMeasureWhatInt8ChangesAndWriteWhatATrainingTakes() {
        CompressionReport report = compress(new Compression(0, true, true));
        assertEquals("best-000001", report.checkpoint());
        assertEquals(layout.sizeBytes(), report.size().bytesBefore());
        assertTrue(report.size().bytes() < 0.35 * layout.sizeBytes(), report::toString);
        assertTrue(report.change().meanDifference() > 0, report::toString);
        assertTrue(report.change().meanDifference() < report.change().maxDifference(), report::toString);
        assertTrue(report.change().maxDifference() < 0.05, report::toString);
        assertTrue(report.change().agreement() > 0.5, report::toString);
        assertEquals(EPISODES, report.after().episodes());

        EvaluationReport evaluation = evaluate(Map.of());
        assertEquals(evaluation.meanReturn(), report.before().mean(), "the episodes of troupe eval");
        assertEquals(Math.round(evaluation.meanLength() * EPISODES), report.change().observations());

        String told = InitialWeights.load(file, layout, new float[layout.size()]);
        assertTrue(told.endsWith(layout.parameters().size() + " of " + layout.parameters().size() + " tensors fit"),
            told);
    }

    @Test
    void anEvaluationShouldTakeOtherOptionsOfTheEnvironment() {
        EvaluationReport cut = evaluate(Map.of("max-episode-steps", "3"));
        assertEquals(3, cut.meanLength());
        assertEquals(0, cut.terminatedShare(), "every episode is truncated");
        String told = assertThrows(TroupeException.class, () -> evaluate(Map.of("max-episode-steps", "none")))
            .getMessage();
        assertTrue(told.contains("max-episode-steps of masked-cartpole is 'none'"), told);
        told = assertThrows(TroupeException.class, () -> evaluate(Map.of("wrappers", "frame-stack:2")))
            .getMessage();
        assertTrue(told.contains("as in training"), told);
    }

    @Test
    void anEvaluationShouldHoldThePolicyAgainstBaselinesInTheSameEpisodes() {
        EvaluationReport report = evaluate(Map.of(), "action:1", "random");
        assertEquals(1, report.terminatedShare(), "no pole stays up for 500 steps");
        EvaluationReport.Comparison always = report.comparisons().get(0);
        assertTrue(always.meanReturn() >= 8 && always.meanReturn() <= 11, "pushed one way, a pole falls soon: " + report);
        assertEquals(report.meanReturn() - always.meanReturn(), always.above(), 1e-9);
        assertTrue(report.comparisons().get(1).meanReturn() > always.meanReturn(), report::toString);
        assertEquals("random: 5 of 5 episodes", progress.get(progress.size() - 1));
    }

    @Test
    void pruningShouldChangeMoreAndPackBetterTheMoreIsPruned() {
        CompressionReport few = compress(new Compression(0.3, false, false));
        CompressionReport many = compress(new Compression(0.9, false, false));
        assertEquals(layout.sizeBytes(), many.size().bytes());
        assertTrue(many.size().gzipBytes() < few.size().gzipBytes(), () -> few + " " + many);
        assertTrue(few.size().gzipBytes() < few.size().gzipBytesBefore(), few::toString);
        assertTrue(many.size().zeroShare() > 0.8 && few.size().zeroShare() < 0.31, () -> few + " " + many);
        assertTrue(many.change().meanDifference() > few.change().meanDifference(), () -> few + " " + many);
    }

    @Test
    void shouldTellHowFarItIs() {
        compress(new Compression(0, true, false));
        String all = String.format(Locale.ROOT, "%1$,d of %1$,d episodes", EPISODES);
        assertEquals("writing " + file, progress.get(0));
        assertTrue(progress.indexOf("before: " + all) > 0, progress::toString);
        assertEquals("after: " + all, progress.get(progress.size() - 1));
    }

    @Test
    void shouldSayWhereItCannotWrite() {
        TroupeException error = assertThrows(TroupeException.class, () -> new NodeRuns().compress(folder,
            new Compression(0, true, false), temporary.resolve("none").resolve("x"), EPISODES, progress::add));
        assertEquals(ErrorCode.RESOURCE, error.code());
        assertTrue(error.getMessage().contains("choose another file with --out"), error.getMessage());
    }

    private EvaluationReport evaluate(Map<String, String> environmentOptions, String... baselines) {
        return new NodeRuns().evaluate(new EvaluationRequest(folder, EPISODES, environmentOptions,
            Stream.of(baselines).map(Baseline::of).toList()), progress::add);
    }

    private CompressionReport compress(Compression compression) {
        return new NodeRuns().compress(folder, compression, file, EPISODES, progress::add);
    }
}
