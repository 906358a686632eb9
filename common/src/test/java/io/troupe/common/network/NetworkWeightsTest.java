package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Weights that the engine's arrays alias, and weights that it has a copy of, as on a GPU: a copy in main memory, and one on
 * a GPU where the engine sees one.
 */
class NetworkWeightsTest {
    private static final int ROWS = 2;
    private static final int POSITIONS = MemoryFixture.POSITIONS;
    private static final QNetwork NETWORK = network(Memory.Kind.NONE);
    private static final int SIZE = NETWORK.parameters().size();

    private record Place(Device device, boolean isCopied) {
        NetworkWeights weights(QNetwork network, boolean isTrainable) {
            return new NetworkWeights(network.parameters(), isTrainable, device, isCopied);
        }
    }

    @BeforeAll
    static void prepareThread() {
        EngineSetup.prepareThread(1);
    }

    static Stream<Place> places() {
        Device learner = EngineSetup.device(LearningSettings.DeviceChoice.AUTO);
        return Stream.of(new Place(Device.cpu(), false), new Place(Device.cpu(), true),
            new Place(learner, learner.isGpu())).distinct();
    }

    @ParameterizedTest
    @MethodSource("places")
    void theNetworkShouldComputeWithWhatWasWrittenLast(Place place) {
        try (NetworkWeights weights = place.weights(NETWORK, false);
             NetworkWeights drawn = place.weights(NETWORK, false)) {
            float[] values = new float[SIZE];
            assertArrayEquals(new float[SIZE], flat(weights));
            weights.initialise(new SplittableRandom(1));
            weights.get(values);
            assertArrayEquals(values, flat(weights));
            assertTrue(Stream.of(weights.views()).allMatch(view -> view.getDevice().equals(place.device)));

            values[SIZE - 1] = 5;
            weights.put(values);
            assertArrayEquals(values, flat(weights));

            drawn.initialise(new SplittableRandom(2));
            UnsafeBuffer sent = new UnsafeBuffer(new byte[NETWORK.parameters().sizeBytes()]);
            drawn.store(sent, 0);
            weights.load(sent);
            assertArrayEquals(flat(drawn), flat(weights));
            assertNotEquals(values[0], flat(weights)[0]);
        }
    }

    static Stream<Arguments> placesAndMemories() {
        return places().flatMap(place -> Stream.of(Memory.Kind.values()).map(memory -> Arguments.of(place, memory)));
    }

    @ParameterizedTest
    @MethodSource("placesAndMemories")
    void qValuesAndGradientShouldBeThoseOfAliasedWeights(Place place, Memory.Kind memory) {
        QNetwork network = network(memory);
        float[] q = new float[ROWS * POSITIONS * network.actionCount()];
        float[] expectedQ = new float[q.length];
        float[] gradient = new float[network.parameters().size()];
        float[] expected = new float[gradient.length];
        compute(network, new Place(Device.cpu(), false), expectedQ, expected);
        compute(network, place, q, gradient);
        // On a GPU what goes into some layers is rounded to 10 bits.
        float share = place.device.isGpu() ? 1e-2f : 0;
        assertArrayEquals(expectedQ, q, share * largest(expectedQ));
        assertArrayEquals(expected, gradient, share * largest(expected));
        assertNotEquals(0, expected[0]);
    }

    @ParameterizedTest
    @MethodSource("places")
    void writingManyTimesShouldLeaveNoArraysBehind(Place place) {
        try (NetworkWeights weights = place.weights(NETWORK, true)) {
            weights.put(new float[SIZE]);
            int before = weights.openArrays();
            for (int i = 0; i < 20; i++) {
                weights.put(new float[SIZE]);
            }
            assertEquals(before, weights.openArrays());
        }
    }

    @Test
    void aGpuThatIsNotThereShouldBeTold() {
        assumeFalse(EngineSetup.device(LearningSettings.DeviceChoice.AUTO).isGpu(), "the engine sees a GPU");
        TroupeException error = assertThrows(TroupeException.class,
            () -> EngineSetup.device(LearningSettings.DeviceChoice.GPU));
        assertEquals(ErrorCode.RESOURCE, error.code());
        assertTrue(error.getMessage().contains("learning.device is gpu, but PyTorch sees no GPU"), error::getMessage);
        assertEquals(Device.cpu(), EngineSetup.device(LearningSettings.DeviceChoice.CPU));
    }

    private static QNetwork network(Memory.Kind memory) {
        return QNetwork.of(new NetworkSettings(new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)),
            memory == Memory.Kind.NONE ? Memory.none() : Memories.of(memory),
            new NetworkSettings.Head(NetworkSettings.Head.Kind.DUELING, 0)), Networks.ACTING);
    }

    private static float largest(float[] values) {
        float largest = 1;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Of the sum of all Q-values of made-up sequences with a state, the second time that the weights are written. */
    private static void compute(QNetwork network, Place place, float[] q, float[] gradient) {
        try (NetworkWeights weights = place.weights(network, true);
             NDManager step = EngineSetup.newManager(place.device)) {
            weights.initialise(new SplittableRandom(8));
            float[] values = new float[gradient.length];
            weights.get(values);
            values[0] += 0.5f;
            weights.put(values);
            SplittableRandom random = new SplittableRandom(9);
            NDList observations = new NDList();
            Networks.ACTING.observations().forEach(column -> {
                int elements = ObservationArrays.elements(column);
                ByteBuffer observed = ByteBuffer.allocateDirect(ROWS * POSITIONS * column.bytes())
                    .order(ByteOrder.nativeOrder());
                for (int i = 0; column.type() == ElementType.FLOAT32 && i < ROWS * POSITIONS * elements; i++) {
                    observed.putFloat(i * Float.BYTES, (float) random.nextDouble(-1, 1));
                }
                observations.add(step.create(observed, new Shape((long) ROWS * POSITIONS, elements),
                    ObservationArrays.type(column)));
            });
            float[] states = new float[ROWS * network.stateSize()];
            for (int i = 0; i < states.length; i++) {
                states[i] = (float) random.nextDouble(-1, 1);
            }
            NDArray state = states.length == 0 ? null : step.create(states, new Shape(ROWS, network.stateSize()));
            JniUtils.setGradMode(true);
            try {
                NDArray prediction = network.forward(new NetworkInput(observations, state, ROWS, POSITIONS).forTraining(),
                    weights.graphParameters(step)).qValues();
                System.arraycopy(prediction.toFloatArray(), 0, q, 0, q.length);
                NDArray outer = step.ones(prediction.getShape());
                JniUtils.backward((PtNDArray) prediction, (PtNDArray) outer, false, false);
            } finally {
                JniUtils.setGradMode(false);
            }
            weights.takeGradient(step, gradient);
        }
    }

    private static float[] flat(NetworkWeights weights) {
        float[] all = new float[SIZE];
        int at = 0;
        for (NDArray view : weights.views()) {
            float[] values = view.toFloatArray();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }
}
