package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Head.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every head that values a step by its own features alone against its equations, in loops and double precision. */
class HeadTest {
    private static final int ACTIONS = 3;
    private static final int SIZE = 5;

    static Stream<Head> heads() {
        return Stream.of(Kind.PLAIN, Kind.DUELING, Kind.ACTION_EMBEDDING)
            .flatMap(kind -> Stream.of(new Head(kind, 0, SIZE), new Head(kind, 6, SIZE)));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void shouldComputeItsEquationsAndTheirGradient(Head head) {
        NetworkSettings settings = new NetworkSettings(new Encoder(Encoder.Kind.MLP, List.of(7)),
            NetworkSettings.Memory.none(), head);
        try (LoadedNetwork network = new LoadedNetwork(settings, Networks.FLOATS, 3)) {
            ObservationSamples samples = new ObservationSamples(Networks.FLOATS, 6, 4);
            LoadedNetwork.Twin twin = (weights, seen, sample) -> qValues(head, weights,
                TwinWeights.relu(weights.linear("encoder.0", seen.raw(sample, 0))));
            network.checkQ(samples, 2, twin);
            network.checkGradient(samples, 2, twin);
        }
    }

    private static double[] qValues(Head head, TwinWeights weights, double[] h) {
        return switch (head.kind()) {
            case PLAIN -> stream(head, weights, "head", h);
            case DUELING -> {
                double value = stream(head, weights, "head.value", h)[0];
                double[] advantages = stream(head, weights, "head.advantage", h);
                double mean = Arrays.stream(advantages).average().orElseThrow();
                yield Arrays.stream(advantages).map(a -> value + a - mean).toArray();
            }
            case ACTION_EMBEDDING -> {
                double[] q = new double[ACTIONS];
                Arrays.setAll(q, action -> actionValue(head, weights, weights.linear("head.features", h), action));
                yield q;
            }
            default -> throw new AssertionError(head + " looks at more than a step");
        };
    }

    private static double[] stream(Head head, TwinWeights weights, String name, double[] h) {
        return head.hiddenUnits() == 0 ? weights.linear(name + ".0", h)
            : weights.linear(name + ".2", TwinWeights.relu(weights.linear(name + ".0", h)));
    }

    private static double actionValue(Head head, TwinWeights weights, double[] fromFeatures, int action) {
        double[] embedding = Arrays.copyOfRange(weights.vector("head.actions.weight"), action * SIZE, (action + 1) * SIZE);
        if (head.hiddenUnits() == 0) {
            double sum = 0;
            for (int i = 0; i < SIZE; i++) {
                sum += fromFeatures[i] * embedding[i];
            }
            return sum;
        }
        double[] both = TwinWeights.plus(fromFeatures, weights.product("head.action.weight", embedding));
        return weights.linear("head.output", TwinWeights.relu(both))[0];
    }
}
