package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any three parts fit together: every encoder with every memory and every head acts and learns. */
class CombinationsTest {
    private static final int ACTIONS = 3;
    private static final int STEPS = 4;

    /** Written as settings, so that a new kind joins by its name. */
    static Stream<String> combinations() {
        List<String> all = new ArrayList<>();
        for (Encoder.Kind encoder : Encoder.Kind.values()) {
            for (Memory.Kind memory : Memory.Kind.values()) {
                for (Head.Kind head : Head.Kind.values()) {
                    // One step at a time with a state, and looking back over the steps: refused, see SettingsLoaderTest.
                    if (!memory.carriesState() || !head.looksBack()) {
                        all.add((encoder + " " + memory + " " + head).toLowerCase(Locale.ROOT).replace('_', '-'));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldActAndLearn(String kinds) {
        shouldActAndLearn(settings(kinds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp transformer dueling", "mlp transformer dueling-attention", "mlp attention-lstm plain"})
    void shouldActAndLearnWhereItLooksAtThePastAlone(String kinds) {
        shouldActAndLearn(settings(kinds, "network.memory.looks-at=past"));
    }

    private static void shouldActAndLearn(NetworkSettings settings) {
        EnvironmentSchema schema = schema(settings);
        ObservationSamples samples = new ObservationSamples(schema, STEPS, 7);
        try (LoadedNetwork network = new LoadedNetwork(settings, schema, 3)) {
            float[] whole = network.qValues(samples, STEPS);
            assertEquals(STEPS * ACTIONS, whole.length);
            assertActing(network, samples, whole);
            assertArrayEquals(Arrays.copyOfRange(whole, 2 * ACTIONS, STEPS * ACTIONS),
                network.qValuesFrom(2, samples, STEPS), 1e-5f);
            float[] gradient = network.gradient(samples, STEPS, new float[] {1, -1, 2, 1, 1, 1, -3, 1, 1, 1, 2, 1});
            for (float derivative : gradient) {
                assertTrue(Float.isFinite(derivative), "gradient " + derivative);
            }
            network.network.parameters().parameters().stream().filter(parameter -> parameter.name().startsWith("encoder"))
                .forEach(parameter -> assertTrue(isAnyChanged(gradient, parameter),
                    parameter.name() + " learns nothing"));
        }
    }

    private static NetworkSettings settings(String kinds, String... assignments) {
        String[] names = kinds.split(" ");
        boolean hasMemory = !names[1].equals("none") || names[2].equals("dueling-attention");
        SettingsLoader loader = new SettingsLoader(name -> "")
            .set("network.encoder={hidden-units=[8],channels=4,heads=2,tokens=9}")
            .set("network.encoder.columns.seen.kind=" + names[0])
            .set("network.memory={units=8,heads=2,context-length=" + STEPS + ",kind=" + names[1] + "}")
            .set("network.head.kind=" + names[2])
            .set("learning.sequence.length=" + (hasMemory ? STEPS : 1));
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return loader.load().settings().network();
    }

    private static EnvironmentSchema schema(NetworkSettings settings) {
        return new EnvironmentSchema(List.of(column(settings.encoder().fusion().columns().get("seen").kind()),
            new ObservationColumn("previous-action", ElementType.BIT, List.of(ACTIONS))), ACTIONS);
    }

    /** An array that a pass leaves with the weights is there for good: in some hours of acting that is all memory. */
    @ParameterizedTest
    @MethodSource("combinations")
    void shouldLeaveNothingWithTheWeights(String kinds) {
        for (String choice : List.of("score=additive,positions=learned", "score=key,positions=sinusoidal")) {
            NetworkSettings settings = settings(kinds, "network.memory={" + choice + "}", "network.head.hidden-units=8");
            EnvironmentSchema schema = schema(settings);
            ObservationSamples samples = new ObservationSamples(schema, STEPS, 7);
            try (LoadedNetwork network = new LoadedNetwork(settings, schema, 3)) {
                float[] whole = network.qValues(samples, STEPS);
                int open = network.loaded.openArrays();
                network.qValues(samples, STEPS);
                assertActing(network, samples, whole);
                assertEquals(open, network.loaded.openArrays(), kinds + " " + choice);
            }
        }
    }

    /** What is acted on step by step is what is learned from as a whole. */
    private static void assertActing(LoadedNetwork network, ObservationSamples samples, float[] whole) {
        float[] q = new float[ACTIONS];
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[network.network.parameters().sizeBytes()]);
        network.loaded.store(buffer, 0);
        try (NetworkQFunction function = new NetworkQFunction(network.network, 1, 1)) {
            function.load(buffer);
            for (int step = 0; step < STEPS; step++) {
                function.input(0).putBytes(0, samples.bytes(step, 0).array());
                function.input(1).putBytes(0, samples.bytes(step, 1).array());
                function.show(0, 0, step == 0 ? QFunction.NO_ACTION : 0, 0);
                function.evaluate(1, q);
                for (int action = 0; action < ACTIONS; action++) {
                    assertEquals(whole[step * ACTIONS + action], q[action], 1e-5, "step " + step);
                }
            }
        }
    }

    private static boolean isAnyChanged(float[] gradient, ParameterLayout.Parameter parameter) {
        float[] own = Arrays.copyOfRange(gradient, parameter.offset(), parameter.offset() + parameter.size());
        for (float derivative : own) {
            if (derivative != 0) {
                return true;
            }
        }
        return false;
    }

    private static ObservationColumn column(Encoder.Kind kind) {
        return switch (kind) {
            case MLP -> ObservationColumn.float32("seen", 4);
            case CNN, SPATIAL_ATTENTION -> new ObservationColumn("seen", ElementType.BIT, List.of(2, 5, 5));
            case EMBEDDING -> new ObservationColumn("seen", ElementType.UINT8, List.of(3));
        };
    }
}
