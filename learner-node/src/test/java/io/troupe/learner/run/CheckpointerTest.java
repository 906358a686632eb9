package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.sampling.SamplerState;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {
    @TempDir
    private Path temporary;

    @Test
    void shouldKeepWeightsWhoseEvaluationComesAfterTheLastCheckpoint() throws IOException {
        EffectiveConfiguration configuration = new SettingsLoader(name -> "")
            .set("run.directory=" + temporary.resolve("run")).load();
        RunFolder folder = RunFolder.create(configuration, LocalDateTime.of(2026, 1, 1, 0, 0));
        RunContract contract = new RunContract("run", configuration,
            new EnvironmentSchema(List.of(new ObservationColumn("state", ElementType.FLOAT32, List.of(4))), 2));
        int size = contract.network().parameters().size();
        LearnerState state =
            new LearnerState(7, 3, LearningSettings.Optimizer.Kind.ADAM, 7,
                new float[size], new float[size], new float[size], new float[size]);

        try (Checkpointer checkpointer = new Checkpointer(folder, contract, 1,
            new RunEvents(folder.events(), Clock.systemUTC(), () -> 8))) {
            checkpointer.save(new Checkpointer.Content(state,
                new SamplerState(7, 64, true, 100, 0, 1_000, 1, Map.of(5L, 1_000L), 99)), snapshot(), true);
            assertEquals(List.of("checkpoint-000001"), names(folder.checkpoints()));
            checkpointer.saveBest(new WeightsSnapshot(1, 3, 7, new UnsafeBuffer(new byte[size * Float.BYTES])),
                Snapshots.evaluation(1, 200));
        }

        assertEquals(List.of("best-000001", "checkpoint-000001"), names(folder.checkpoints()));
    }

    private static RunSnapshot snapshot() {
        return new RunSnapshot("run", "cartpole", "mlp", 1, 1_000, 50_000, 7, 1_000, 7, 1_000, 50_000, 1, 1, 1, 0.001,
            1, Double.NaN, 3, 1, 0, null, OptionalDouble.empty(), OptionalDouble.empty(), false, List.of(),
            List.of(), List.of(), TimeSpent.NONE, RunSnapshot.Detail.NONE);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
