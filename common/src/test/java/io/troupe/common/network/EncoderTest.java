package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.CellAttention;
import io.troupe.common.config.NetworkSettings.Convolutions;
import io.troupe.common.config.NetworkSettings.Embedding;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.NetworkSettings.Encoder.Kind;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every encoder against its equations, in loops and double precision. */
class EncoderTest {
    private static final int ACTIONS = 3;
    private static final int ROWS = 3;
    private static final int POSITIONS = 2;

    /** @param column what is encoded */
    record Case(Encoder encoder, ObservationColumn column) {
        NetworkSettings settings() {
            return new NetworkSettings(encoder, Memory.none(), new Head(Head.Kind.PLAIN, 0));
        }

        LoadedNetwork network() {
            return new LoadedNetwork(settings(), new EnvironmentSchema(List.of(column), ACTIONS), 3);
        }

        ObservationSamples samples() {
            return new ObservationSamples(new EnvironmentSchema(List.of(column), ACTIONS), ROWS * POSITIONS, 4);
        }

        double[] twinQ(TwinWeights parameters, ObservationSamples samples, int sample) {
            double[] x = encoder.kind() == Kind.EMBEDDING ? samples.raw(sample, 0) : samples.scaled(sample, 0);
            return parameters.linear("head.0",
                new EncoderTwin(encoder, "encoder", column.shape(), parameters).features(x));
        }
    }

    static Stream<Case> encoders() {
        return Stream.of(
            new Case(encoder(Kind.MLP, List.of(6, 5), List.of(1), 1, Score.KEY), column(ElementType.BIT, 3, 5)),
            new Case(encoder(Kind.CNN, List.of(6), List.of(4), 1, Score.KEY), column(ElementType.BIT, 4, 5, 6)),
            new Case(encoder(Kind.CNN, List.of(), List.of(3, 4), 1, Score.KEY), column(ElementType.UINT8, 2, 9, 7)),
            new Case(encoder(Kind.CNN, List.of(6, 5), List.of(3), 1, Score.KEY), column(ElementType.FLOAT32, 6, 5)),
            new Case(encoder(Kind.EMBEDDING, List.of(6), List.of(1), 1, Score.KEY), column(ElementType.UINT8, 5)),
            new Case(encoder(Kind.EMBEDDING, List.of(), List.of(1), 1, Score.KEY), column(ElementType.UINT8, 2, 2)),
            new Case(encoder(Kind.SPATIAL_ATTENTION, List.of(), List.of(4), 1, Score.ADDITIVE),
                column(ElementType.BIT, 4, 6, 5)),
            new Case(encoder(Kind.SPATIAL_ATTENTION, List.of(5), List.of(3, 6), 3, Score.SCALED_DOT),
                column(ElementType.UINT8, 2, 9, 9)),
            new Case(encoder(Kind.SPATIAL_ATTENTION, List.of(5), List.of(4), 2, Score.KEY),
                column(ElementType.FLOAT32, 2, 5, 5)));
    }

    static Stream<Case> attending() {
        return encoders().filter(test -> test.encoder.kind() == Kind.SPATIAL_ATTENTION);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void shouldComputeItsEquations(Case test) {
        try (LoadedNetwork network = test.network()) {
            network.checkQ(test.samples(), POSITIONS, test::twinQ);
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void shouldGiveTheGradientOfItsEquations(Case test) {
        try (LoadedNetwork network = test.network()) {
            network.checkGradient(test.samples(), POSITIONS, test::twinQ);
        }
    }

    @ParameterizedTest
    @MethodSource("attending")
    void shouldTellWhichCellsItLookedAt(Case test) {
        try (LoadedNetwork network = test.network(); NDManager step = network.manager.newSubManager()) {
            NetworkOutput output = network.network.forward(network.input(step, test.samples(), POSITIONS),
                network.loaded.views());
            Attention attention = output.attention().get(0);
            int heads = test.encoder.attention().heads();
            int cells = (int) attention.weights().getShape().get(3);
            assertEquals("encoder", attention.part());
            assertEquals(Attention.Over.CELLS, attention.over());
            assertEquals(new Shape(ROWS, heads, POSITIONS, cells), attention.weights().getShape());
            float[] weights = attention.weights().toFloatArray();
            EncoderTwin twin = new EncoderTwin(test.encoder, "encoder", test.column.shape(), network.twin());
            for (int i = 0; i < weights.length; i++) {
                int sample = i / (heads * POSITIONS * cells) * POSITIONS + i / cells % POSITIONS;
                double[][] expected = twin.cellWeights(test.samples().scaled(sample, 0));
                assertEquals(expected[i / (POSITIONS * cells) % heads][i % cells], weights[i], 1e-5);
            }
        }
    }

    /** Kernels of 3 × 3, the second one's with stride 2; 200 tokens, so that some ids are beyond the table. */
    private static Encoder encoder(Kind kind, List<Integer> hidden, List<Integer> channels, int heads, Score score) {
        return new Encoder(kind, hidden,
            new Convolutions(channels, List.of(3, 3).subList(0, channels.size()), List.of(1, 2).subList(0, channels.size())),
            new Embedding(200, 3), new CellAttention(heads, score), NetworkSettings.Fusion.none());
    }

    private static ObservationColumn column(ElementType type, Integer... shape) {
        return new ObservationColumn("seen", type, Arrays.asList(shape));
    }
}
