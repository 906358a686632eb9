package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every memory against its equations, in loops and double precision. */
class MemoryTest {
    private static final int ROWS = 3;
    private static final int POSITIONS = 5;
    private static final int ACTIONS = 3;
    private static final int STATE = 4;

    static Stream<Memory> memories() {
        return Stream.of(
            Memory.none(),
            memory(Kind.LSTM, Norm.PRE, Gate.GRU, Positions.NONE, Score.SCALED_DOT),
            memory(Kind.GRU, Norm.PRE, Gate.GRU, Positions.NONE, Score.SCALED_DOT),
            memory(Kind.TRANSFORMER, Norm.PRE, Gate.GRU, Positions.LEARNED, Score.SCALED_DOT),
            memory(Kind.TRANSFORMER, Norm.PRE, Gate.RESIDUAL, Positions.SINUSOIDAL, Score.SCALED_DOT),
            memory(Kind.TRANSFORMER, Norm.POST, Gate.RESIDUAL, Positions.LEARNED, Score.ADDITIVE),
            memory(Kind.TRANSFORMER, Norm.POST, Gate.GRU, Positions.NONE, Score.KEY));
    }

    static Stream<Memory> attending() {
        return memories().filter(memory -> memory.kind() == Kind.TRANSFORMER);
    }

    static Stream<Memory> recurrent() {
        return memories().filter(memory -> memory.kind() == Kind.LSTM || memory.kind() == Kind.GRU);
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldComputeItsEquations(Memory memory) {
        try (Fixture fixture = new Fixture(memory)) {
            double[][] q = fixture.qValues(fixture.observations);
            for (int row = 0; row < ROWS; row++) {
                double[][] expected = fixture.twin(fixture.weights).qValues(fixture.observations[row]);
                for (int position = 0; position < POSITIONS; position++) {
                    assertArrayEquals(expected[position], q[row * POSITIONS + position], 1e-5,
                        "row " + row + " position " + position);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldGiveTheGradientOfItsEquations(Memory memory) {
        try (Fixture fixture = new Fixture(memory)) {
            SplittableRandom random = new SplittableRandom(5);
            float[] outer = new float[ROWS * POSITIONS * ACTIONS];
            for (int i = 0; i < outer.length; i++) {
                outer[i] = (float) random.nextDouble(-1, 1);
            }
            float[] gradient = fixture.gradient(outer);
            double step = 1e-5;
            for (ParameterLayout.Parameter parameter : fixture.network.parameters().parameters()) {
                int index = parameter.offset() + random.nextInt(parameter.size());
                double expected = (fixture.weightedQ(index, step, outer) - fixture.weightedQ(index, -step, outer))
                    / (2 * step);
                assertEquals(expected, gradient[index], 1e-4 * Math.max(1, Math.abs(expected)), parameter.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldNotSeeTheFuture(Memory memory) {
        try (Fixture fixture = new Fixture(memory)) {
            double[][] before = fixture.qValues(fixture.observations);
            double[][][] changed = fixture.copyOfObservations();
            for (double[][] sequence : changed) {
                Arrays.fill(sequence[POSITIONS - 1], 7);
                Arrays.fill(sequence[POSITIONS - 2], -3);
            }
            double[][] after = fixture.qValues(changed);
            for (int row = 0; row < ROWS; row++) {
                for (int position = 0; position < POSITIONS - 2; position++) {
                    assertArrayEquals(before[row * POSITIONS + position], after[row * POSITIONS + position]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("recurrent")
    void shouldComeToTheSameStepByStep(Memory memory) {
        try (Fixture fixture = new Fixture(memory)) {
            double[][] whole = fixture.qValues(fixture.observations);
            float[] state = null;
            for (int position = 0; position < POSITIONS; position++) {
                double[][][] single = new double[ROWS][1][];
                for (int row = 0; row < ROWS; row++) {
                    single[row][0] = fixture.observations[row][position];
                }
                float[][] stateAfter = new float[1][];
                double[][] q = fixture.qValues(single, state, stateAfter);
                state = stateAfter[0];
                for (int row = 0; row < ROWS; row++) {
                    assertArrayEquals(whole[row * POSITIONS + position], q[row], 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attending")
    void shouldTellWhatItLookedAt(Memory memory) {
        try (Fixture fixture = new Fixture(memory); NDManager step = fixture.manager.newSubManager()) {
            NetworkOutput output = fixture.network.forward(fixture.input(step, fixture.observations, null),
                fixture.loaded.views());
            assertEquals(memory.layers(), output.attention().size());
            for (Attention layer : output.attention()) {
                assertEquals(new Shape(ROWS, memory.heads(), POSITIONS, POSITIONS), layer.weights().getShape());
                float[] weights = layer.weights().toFloatArray();
                for (int i = 0; i < weights.length; i += POSITIONS) {
                    int position = i / POSITIONS % POSITIONS;
                    float sum = 0;
                    for (int j = 0; j < POSITIONS; j++) {
                        sum += weights[i + j];
                        assertEquals(true, j <= position || weights[i + j] == 0, "looks at what is to come");
                    }
                    assertEquals(1, sum, 1e-5);
                }
            }
        }
    }

    private static Memory memory(Kind kind, Norm norm, Gate gate, Positions positions, Score score) {
        return new Memory(kind, 8, POSITIONS + 1, 2, 2, 12, norm, gate, positions, score);
    }

    /** A network with random weights, also where fresh ones would be constants. */
    private static final class Fixture implements AutoCloseable {
        final NDManager manager = EngineSetup.newManager();
        final NetworkSettings settings;
        final QNetwork network;
        final NetworkWeights loaded;
        final double[] weights;
        final double[][][] observations = new double[ROWS][POSITIONS][STATE];

        Fixture(Memory memory) {
            EngineSetup.prepareThread(1);
            settings = new NetworkSettings(new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)), memory,
                new NetworkSettings.Head(NetworkSettings.Head.Kind.PLAIN, 0));
            network = QNetwork.of(settings, Networks.FLOATS);
            loaded = new NetworkWeights(network.parameters(), true);
            SplittableRandom random = new SplittableRandom(3);
            loaded.initialise(random);
            weights = new double[network.parameters().size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (loaded.floats().get(i) + random.nextDouble(-0.3, 0.3));
                loaded.floats().put(i, (float) weights[i]);
            }
            for (double[][] sequence : observations) {
                for (double[] observation : sequence) {
                    Arrays.setAll(observation, i -> (float) random.nextDouble(-2, 2));
                }
            }
        }

        SequenceTwin twin(double[] values) {
            return new SequenceTwin(settings, network.parameters(), values);
        }

        double[][][] copyOfObservations() {
            return Arrays.stream(observations).map(sequence -> Arrays.stream(sequence).map(double[]::clone)
                .toArray(double[][]::new)).toArray(double[][][]::new);
        }

        double[][] qValues(double[][][] shown) {
            return qValues(shown, null, new float[1][]);
        }

        double[][] qValues(double[][][] shown, float[] state, float[][] stateAfter) {
            try (NDManager step = manager.newSubManager()) {
                NetworkOutput output = network.forward(input(step, shown, state), loaded.views());
                stateAfter[0] = output.state() == null ? null : output.state().toFloatArray();
                float[] flat = output.qValues().toFloatArray();
                double[][] q = new double[flat.length / ACTIONS][ACTIONS];
                for (int i = 0; i < flat.length; i++) {
                    q[i / ACTIONS][i % ACTIONS] = flat[i];
                }
                return q;
            }
        }

        NetworkInput input(NDManager step, double[][][] shown, float[] state) {
            int positions = shown[0].length;
            float[] flat = new float[ROWS * positions * STATE];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = (float) shown[i / (positions * STATE)][i / STATE % positions][i % STATE];
            }
            NDArray before = state == null ? null : step.create(state, new Shape(ROWS, network.stateSize()));
            return new NetworkInput(new NDList(step.create(flat, new Shape((long) ROWS * positions, STATE))), before, ROWS,
                positions);
        }

        float[] gradient(float[] outer) {
            float[] gradient = new float[weights.length];
            try (NDManager step = manager.newSubManager()) {
                NetworkInput input = input(step, observations, null);
                JniUtils.setGradMode(true);
                NDArray q = network.forward(input, loaded.graphParameters(step)).qValues();
                JniUtils.setGradMode(false);
                ByteBuffer bytes = ByteBuffer.allocateDirect(4 * outer.length).order(ByteOrder.nativeOrder());
                bytes.asFloatBuffer().put(outer);
                NDArray direction = step.create(bytes, q.getShape(), DataType.FLOAT32);
                JniUtils.backward((PtNDArray) q, (PtNDArray) direction, false, false);
                loaded.takeGradient(step, gradient);
            }
            return gradient;
        }

        /** Σ outer · Q with one weight moved. */
        double weightedQ(int index, double step, float[] outer) {
            double[] moved = weights.clone();
            moved[index] += step;
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double[][] q = twin(moved).qValues(observations[row]);
                for (int i = 0; i < POSITIONS * ACTIONS; i++) {
                    sum += outer[row * POSITIONS * ACTIONS + i] * q[i / ACTIONS][i % ACTIONS];
                }
            }
            return sum;
        }

        @Override
        public void close() {
            loaded.close();
            manager.close();
        }
    }
}
