package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several columns, each with its encoder, and what is refused. */
class FusionTest {
    private static final EnvironmentSchema MANY = new EnvironmentSchema(List.of(
        new ObservationColumn("words", ElementType.UINT8, List.of(3)),
        ObservationColumn.float32("state", 2),
        new ObservationColumn("image", ElementType.BIT, List.of(2, 4, 5)),
        new ObservationColumn("flags", ElementType.BIT, List.of(5))), 3);

    private static NetworkSettings settings(String... assignments) {
        SettingsLoader loader = new SettingsLoader(name -> "");
        loader.set("network.encoder.hidden-units=[6]").set("network.head.kind=plain");
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return loader.load().settings().network();
    }

    private static NetworkSettings fused(int units) {
        return settings("network.encoder.columns.words={kind=embedding,embedding-size=2,hidden-units=[]}",
            "network.encoder.columns.image={kind=spatial-attention,channels=4,heads=2}",
            "network.encoder.fused-units=" + units);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void shouldComputeItsEquations(int units) {
        try (LoadedNetwork network = new LoadedNetwork(fused(units), MANY, 3)) {
            ObservationSamples samples = new ObservationSamples(MANY, 6, 4);
            LoadedNetwork.Twin twin = (weights, seen, sample) -> twin(fused(units).encoder(), weights, seen, sample);
            network.checkQ(samples, 2, twin);
            network.checkGradient(samples, 2, twin);
        }
    }

    private static double[] twin(Encoder settings, TwinWeights weights, ObservationSamples seen, int sample) {
        double[] others = new EncoderTwin(settings, "encoder", List.of(7), weights).features(
            TwinWeights.joined(seen.scaled(sample, 1), seen.scaled(sample, 3)));
        double[] words = new EncoderTwin(settings.fusion().columns().get("words"), "encoder.words", List.of(3), weights)
            .features(seen.raw(sample, 0));
        double[] image = new EncoderTwin(settings.fusion().columns().get("image"), "encoder.image", List.of(2, 4, 5),
            weights).features(seen.scaled(sample, 2));
        double[] all = TwinWeights.joined(others, TwinWeights.joined(words, image));
        return weights.linear("head.0", settings.fusion().units() == 0 ? all
            : TwinWeights.relu(weights.linear("encoder.fused", all)));
    }

    @Test
    void shouldCallParametersAfterTheirColumns() {
        assertEquals("encoder.0.weight[6, 7] encoder.0.bias[6] encoder.words.0.weight[256, 2]"
            + " encoder.image.0.weight[4, 2, 3, 3] encoder.image.0.bias[4]"
            + " encoder.image.attention.query.weight[4, 4] encoder.image.attention.query.bias[4]"
            + " encoder.image.attention.key.weight[4, 4] encoder.image.attention.key.bias[4]"
            + " encoder.image.attention.score[2, 2] encoder.image.3.weight[6, 8] encoder.image.3.bias[6]"
            + " encoder.fused.weight[7, 18] encoder.fused.bias[7] head.0.weight[3, 7] head.0.bias[3]",
            QNetwork.of(fused(7), MANY).parameters().describe());
    }

    @Test
    void shouldNeedNoEncoderForOthersWhereAllAreNamed() {
        EnvironmentSchema single = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2)), 3);
        assertEquals("encoder.state.0.weight[6, 2] encoder.state.0.bias[6] head.0.weight[3, 6] head.0.bias[3]",
            QNetwork.of(settings("network.encoder.columns.state.kind=mlp"), single).parameters().describe());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        kind=cnn                             | network.encoder.kind: this kind reads one observation column, and these would
        kind=cnn                             | words, state, image, flags; give columns encoders of their own
        columns.imge.kind=cnn                | network.encoder.columns.imge: the environment shows no such observation column
        columns.imge.kind=cnn                | only words, state, image, flags
        columns.state.kind=cnn               | 'state' is float32[2], and convolutions read images
        columns.words.kind=spatial-attention | network.encoder.columns.words.kind: the observation column 'words' is uint8[3]
        columns.image={kind=cnn,kernels=5}   | the 5×5 kernel of convolution 1 is larger than the 4×5 cells
        columns.image={kind=cnn,channels="1,1",kernels="3,3",strides="1,1"} | convolution 2 is larger than the 2×3 cells
        columns.state.kind=embedding         | 'state' is float32[2], and token ids are uint8
        columns.image.kind=embedding         | 'image' is bit[2, 4, 5], and token ids are uint8
        """)
    void shouldRefuseWhatCannotWork(String assignment, String expected) {
        TroupeException failure = assertThrows(TroupeException.class,
            () -> QNetwork.of(settings("network.encoder." + assignment), MANY));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
