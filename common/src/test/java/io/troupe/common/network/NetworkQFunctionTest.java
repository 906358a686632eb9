package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.common.config.NetworkSettings.Head.Kind;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class NetworkQFunctionTest {
    private static final int ROWS = 5;

    @Test
    void shouldComputeTheDuelingEquation() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.DUELING, 6, 16, 8), Networks.FLOATS);
        float[] weights = weights(network, 1);
        double[][] observations = observations(4);

        float[] q = evaluate(network, weights, observations);

        ParameterLayout layout = network.parameters();
        for (int row = 0; row < ROWS; row++) {
            double[] h = Networks.relu(Networks.linear(layout, weights, "encoder.0", observations[row]));
            h = Networks.relu(Networks.linear(layout, weights, "encoder.2", h));
            double value = stream(layout, weights, "head.value", h)[0];
            double[] advantages = stream(layout, weights, "head.advantage", h);
            double mean = Arrays.stream(advantages).average().orElseThrow();
            double[] expected = Arrays.stream(advantages).map(a -> value + a - mean).toArray();
            assertRow(expected, q, row);
        }
    }

    @Test
    void shouldComputeThePlainHeadWithoutHiddenLayer() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.PLAIN, 0, 16), Networks.FLOATS);
        float[] weights = weights(network, 2);
        double[][] observations = observations(4);

        float[] q = evaluate(network, weights, observations);

        for (int row = 0; row < ROWS; row++) {
            double[] h = Networks.relu(Networks.linear(network.parameters(), weights, "encoder.0", observations[row]));
            assertRow(Networks.linear(network.parameters(), weights, "head.0", h), q, row);
        }
    }

    @Test
    void shouldScaleBytesAndUnpackBitsAndJoinColumns() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.PLAIN, 0, 16), Networks.MIXED);
        float[] weights = weights(network, 3);
        SplittableRandom random = new SplittableRandom(4);
        double[][] flat = new double[ROWS][2 + 6 + 11];
        float[] q = new float[ROWS * 3];
        try (NetworkQFunction function = new NetworkQFunction(network, ROWS + 2, 1)) {
            function.load(buffer(weights));
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < 2; i++) {
                    float value = (float) random.nextDouble();
                    function.input(0).putFloat((row * 2 + i) * 4, value, ByteOrder.LITTLE_ENDIAN);
                    flat[row][i] = value;
                }
                for (int i = 0; i < 6; i++) {
                    int value = random.nextInt(256);
                    function.input(1).putByte(row * 6 + i, (byte) value);
                    flat[row][2 + i] = value / 255.0;
                }
                int bits = random.nextInt(1 << 11);
                function.input(2).putShort(row * 2, (short) bits, ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < 11; i++) {
                    flat[row][8 + i] = bits >> i & 1;
                }
            }
            function.evaluate(ROWS, q);
        }
        for (int row = 0; row < ROWS; row++) {
            double[] h = Networks.relu(Networks.linear(network.parameters(), weights, "encoder.0", flat[row]));
            assertRow(Networks.linear(network.parameters(), weights, "head.0", h), q, row);
        }
    }

    @Test
    void shouldComputeWithNewWeightsAfterLoad() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.DUELING, 0, 8), Networks.FLOATS);
        double[][] observations = observations(4);
        float[] fresh = evaluate(network, weights(network, 6), observations);
        float[] q = new float[ROWS * 3];
        try (NetworkQFunction function = new NetworkQFunction(network, ROWS, 1)) {
            fill(function, observations);
            function.load(buffer(weights(network, 5)));
            function.evaluate(ROWS, q);
            function.load(buffer(weights(network, 6)));
            function.evaluate(ROWS, q);
        }
        assertArrayEquals(fresh, q);
    }

    @Test
    void shouldRefuseWeightsOfAnotherSizeAndRowsBeyondItsRoom() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.DUELING, 0, 8), Networks.FLOATS);
        try (NetworkQFunction function = new NetworkQFunction(network, 2, 1)) {
            TroupeException error = assertThrows(TroupeException.class,
                () -> function.load(new UnsafeBuffer(new byte[12])));
            assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
            assertTrue(error.getMessage().contains("12 bytes"), error.getMessage());
            assertThrows(IllegalArgumentException.class, () -> function.evaluate(3, new float[9]));
            assertThrows(IllegalArgumentException.class, () -> function.evaluate(0, new float[9]));
        }
    }

    @Test
    void shouldNotGrowInMemory() throws Exception {
        QNetwork network = QNetwork.of(Networks.settings(Kind.DUELING, 64, 256, 256), Networks.MIXED);
        float[] q = new float[64 * 3];
        try (NetworkQFunction function = new NetworkQFunction(network, 64, 1)) {
            function.load(buffer(weights(network, 7)));
            evaluateTimes(function, q, 500);
            long before = residentBytes();
            evaluateTimes(function, q, 3_000);
            long grown = residentBytes() - before;
            // One leaked (64 × 256) array a call would be 190 MB.
            assertTrue(grown < 48L << 20, "resident memory grew by " + grown + " bytes in 3,000 calls");
        }
    }

    @Test
    void shouldInitialiseWithinTheBoundsOfTheFanIn() {
        QNetwork network = QNetwork.of(Networks.settings(Kind.PLAIN, 0, 400), Networks.FLOATS);
        float[] weights = weights(network, 8);
        assertArrayEquals(weights, weights(network, 8));
        ParameterLayout.Parameter first = network.parameters().parameters().get(0);
        double largest = IntStream.range(0, first.size()).mapToDouble(i -> Math.abs(weights[i])).max().orElseThrow();
        assertTrue(largest <= 0.5 && largest > 0.49, "largest of 1,600 draws of U(±1/√4) is " + largest);
    }

    private static void evaluateTimes(NetworkQFunction function, float[] q, int times) {
        for (int i = 0; i < times; i++) {
            function.evaluate(1 + i % 64, q);
        }
    }

    static long residentBytes() throws Exception {
        System.gc();
        Path statm = Path.of("/proc/self/statm");
        assumeTrue(Files.exists(statm));
        return Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096;
    }

    private static double[] stream(ParameterLayout layout, float[] weights, String name, double[] h) {
        return Networks.linear(layout, weights, name + ".2", Networks.relu(
            Networks.linear(layout, weights, name + ".0", h)));
    }

    private static void assertRow(double[] expected, float[] q, int row) {
        for (int action = 0; action < expected.length; action++) {
            assertEquals(expected[action], q[row * expected.length + action], 1e-5, "row " + row + " action " + action);
        }
    }

    private static float[] evaluate(QNetwork network, float[] weights, double[][] observations) {
        float[] q = new float[ROWS * network.actionCount()];
        try (NetworkQFunction function = new NetworkQFunction(network, ROWS, 1)) {
            function.load(buffer(weights));
            fill(function, observations);
            function.evaluate(ROWS, q);
        }
        return q;
    }

    private static void fill(NetworkQFunction function, double[][] observations) {
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 4; i++) {
                function.input(0).putFloat((row * 4 + i) * 4, (float) observations[row][i], ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    private static double[][] observations(int size) {
        SplittableRandom random = new SplittableRandom(9);
        double[][] rows = new double[ROWS][size];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> (float) (random.nextDouble() * 4 - 2));
        }
        return rows;
    }

    private static float[] weights(QNetwork network, long seed) {
        float[] values = new float[network.parameters().size()];
        try (NetworkWeights weights = new NetworkWeights(network.parameters(), false)) {
            weights.initialise(new SplittableRandom(seed));
            weights.get(values);
        }
        return values;
    }

    private static UnsafeBuffer buffer(float[] values) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[4 * values.length]);
        for (int i = 0; i < values.length; i++) {
            buffer.putFloat(4 * i, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        return buffer;
    }
}
