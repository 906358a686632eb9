package io.troupe.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several layers a setting comes from; what is wrong in them is {@link SettingsProblemsTest}'s. */
class SettingsLoaderTest extends SettingsFile {
    @Test
    void shouldLetTheUpperLayerWin() throws IOException {
        Path file = file("learning.n-step = 13", "replay.shards = 3", "actors.lanes = 3", "run.seed = 3");
        TroupeSettings settings = new SettingsLoader(name -> "# of " + name + "\n learning.batch-size = 12\n"
                + "learning.n-step = 12, replay.shards = 2, actors.lanes = 2, run.seed = 2, actors.count = 2")
            .option("--seed", "run.seed", "6").option("--steps", "run.max-env-steps", null)
            .set("run.seed=5").set("actors.lanes=5")
            .assume("--steps", "actors.lanes", "4").assume("--steps", "replay.shards", "4")
            .byDefault("--processes", "learning.n-step", "9").byDefault("--processes", "actors.count", "9")
            .file(file).load().settings();

        assertEquals(0.99, settings.learning().discount());
        assertEquals(12, settings.learning().batchSize());
        assertEquals(9, settings.actors().count());
        assertEquals(13, settings.learning().nStep());
        assertEquals(4, settings.replay().shards());
        assertEquals(5, settings.actors().lanes());
        assertEquals(6, settings.run().seed());
        assertEquals(1_000_000, settings.run().maxEnvSteps());
    }

    @Test
    void shouldLayTheNetworkBetweenTheEnvironmentAndTheFile() throws IOException {
        UnknownPresets presets = new UnknownPresets();
        TroupeSettings settings = new SettingsLoader(presets::of).network("mlp").set("environment.name=maze")
            .file(file("network.head.kind = plain")).load().settings();
        assertEquals("maze", presets.asked);
        assertEquals(List.of(8), settings.network().encoder().hiddenUnits());
        assertEquals(NetworkSettings.Head.Kind.PLAIN, settings.network().head().kind());
        assertEquals("mlp", NetworkPresets.nameOf(settings.network()));
    }

    @Test
    void shouldTakeANetworksSizesOnlyWhereTheEnvironmentNamesNone() {
        TroupeSettings silent = new SettingsLoader(name -> "").network("lstm").load().settings();
        assertEquals(NetworkSettings.Memory.Kind.LSTM, silent.network().memory().kind());
        assertEquals(12, silent.learning().sequence().length());
        TroupeSettings told = new SettingsLoader(name -> "network.memory.kind = transformer, learning.sequence.length = 51")
            .network("lstm").load().settings();
        assertEquals(NetworkSettings.Memory.Kind.LSTM, told.network().memory().kind());
        assertEquals(51, told.learning().sequence().length());
    }

    @Test
    void shouldTakeWhatTheEnvironmentsPresetSaysForTheNetworkThatIsNamed() {
        String preset = "troupe.learning.n-step = 4, networks { lstm { learning.n-step = 6 }, gru { learning.n-stop = 7 } }";
        assertEquals(6, new SettingsLoader(name -> preset).network("lstm").load().settings().learning().nStep());
        assertEquals(4, new SettingsLoader(name -> preset).network("mlp").load().settings().learning().nStep());
        assertEquals(4, new SettingsLoader(name -> preset).load().settings().learning().nStep());
        SettingsLoader wrong = new SettingsLoader(name -> preset).network("gru");
        assertTrue(assertThrows(TroupeException.class, wrong::load).getMessage().contains("n-stop"));
    }

    @Test
    void shouldTakeANetworksSizesWhereARunIsResumedWithAnotherNetwork() throws IOException {
        Path run = file("network.memory.kind = none, learning.sequence.length = 1");
        TroupeSettings settings = new SettingsLoader(name -> "learning.sequence.length = 51").resumed(run).network("gru")
            .load().settings();
        assertEquals(12, settings.learning().sequence().length());
    }

    @Test
    void shouldLayAResumedRunBetweenTheEnvironmentAndWhatIsGivenNow() throws IOException {
        Path run = file("learning.n-step = 7, learning.batch-size = 33, network.encoder.kind = mlp, run.seed = 7");
        TroupeSettings settings = new SettingsLoader(name -> "learning.n-step = 9, learning.discount = 0.5")
            .set("run.seed=5").resumed(run).network("mlp").load().settings();
        assertEquals(7, settings.learning().nStep());
        assertEquals(33, settings.learning().batchSize());
        assertEquals(5, settings.run().seed());
    }

    private static final class UnknownPresets {
        private String asked;

        private String of(String name) {
            asked = name;
            return "troupe.network.encoder.hidden-units = [8]";
        }
    }

    @Test
    void shouldHaveATextForEveryNetwork() {
        for (String name : NetworkPresets.NAMES) {
            assertNotNull(loader().network(name).load());
        }
    }

    @Test
    void shouldAcceptFilesWithAndWithoutTheRoot() throws IOException {
        Path file = file("troupe { run.seed = 7 }", "learning.n-step = 4", "troupe.actors.lanes = 2");
        TroupeSettings settings = loader().file(file).set("troupe.replay.shards=1").load().settings();
        assertEquals(7, settings.run().seed());
        assertEquals(4, settings.learning().nStep());
        assertEquals(2, settings.actors().lanes());
        assertEquals(1, settings.replay().shards());
    }

    @Test
    void shouldGiveAColumnsEncoderWhatItDoesNotSay() throws IOException {
        Path file = file("network.encoder { kind = mlp, hidden-units = [9], kernels = [5]",
            "  columns { image { kind = cnn, channels = [4] }, words { kind = embedding } } }");
        NetworkSettings.Encoder encoder = loader().file(file).set("network.encoder.columns.image.strides=2").load()
            .settings().network().encoder();
        NetworkSettings.Encoder image = encoder.fusion().columns().get("image");
        assertEquals(List.of("image", "words"), List.copyOf(encoder.fusion().columns().keySet()));
        assertEquals(NetworkSettings.Encoder.Kind.MLP, encoder.kind());
        assertEquals(NetworkSettings.Encoder.Kind.CNN, image.kind());
        assertEquals(List.of(9), image.hiddenUnits());
        assertEquals(new NetworkSettings.Convolutions(List.of(4), List.of(5), List.of(2)), image.convolutions());
    }

    @Test
    void shouldChangeSomeValuesForOneNode() {
        EffectiveConfiguration configuration = loader().set("run.seed=9").load()
            .with(Map.of("cluster.port", 2551, "cluster.seeds", List.of("a:1", "b:2"), "transport.channel", "udp"));
        assertEquals(9, configuration.settings().run().seed());
        assertEquals(2551, configuration.settings().cluster().port());
        assertEquals(List.of("a:1", "b:2"), configuration.settings().cluster().seeds());
        assertEquals(TransportSettings.Channel.UDP, configuration.settings().transport().channel());
    }
}
