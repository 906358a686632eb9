package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.launcher.run.NodeRuns;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.status.RunFolder;
import io.troupe.policy.PolicyPackage;
import io.troupe.proto.CheckpointManifest;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's best weights as a file, with a real network and environment. */
class ExportRunTest {
    @TempDir
    private Path temporary;

    @Test
    void shouldPackTheBestWeightsOfARunWithWhatTheyAreFor() {
        EffectiveConfiguration configuration = new SettingsLoader(name -> Environments.named(name).preset())
            .network("lstm").set("environment.name=masked-cartpole").set("network.memory.units=16")
            .set("run.directory=" + temporary.resolve("run")).load();
        RunFolder folder = RunFolder.create(configuration, LocalDateTime.of(2026, 1, 1, 0, 0));
        Path file = temporary.resolve("policy.zip");
        assertEquals(ErrorCode.CHECKPOINT, assertThrows(TroupeException.class,
            () -> new NodeRuns().export(folder, "best", file)).code());
        QNetwork network = QNetwork.of(configuration.settings().network(),
            Environments.of(configuration.settings().environment())
                .schema(configuration.settings().environment().options()));
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
        float[] expected = new float[network.parameters().size()];
        try (NetworkWeights weights = new NetworkWeights(network.parameters(), false)) {
            weights.initialise(new SplittableRandom(3));
            weights.store(bytes, 0);
            weights.get(expected);
        }
        new CheckpointStore(folder.checkpoints(), 1, network.parameters())
            .saveIfBest(CheckpointManifest.getDefaultInstance(), new WeightsSnapshot(1, 7, 1, bytes));

        for (String checkpoint : new String[] {"best", "best-000001"}) {
            new NodeRuns().export(folder, checkpoint, file);
            PolicyPackage read = PolicyPackage.read(file);
            assertArrayEquals(expected, read.weights());
            assertEquals(network.schema(), read.schema());
            assertEquals("best-000001", read.manifest().checkpoint());
            assertEquals(new CheckpointStore(folder.checkpoints(), 1, network.parameters()).best().orElseThrow()
                .manifest().getWeightsVersion(), read.manifest().weightsVersion());
        }
        String message = assertThrows(TroupeException.class,
            () -> new NodeRuns().export(folder, "best-000009", file)).getMessage();
        assertTrue(message.contains("[best-000001]"), message);
    }
}
