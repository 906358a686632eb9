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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A network on {@link Networks#ACTING} and sequences; weights are random also where fresh ones would be constants. */
final class MemoryFixture implements AutoCloseable {
    static final int ROWS = 3;
    static final int POSITIONS = 5;
    static final int ACTIONS = 3;
    static final int STATE = 4;

    final NDManager manager = EngineSetup.newManager();
    final NetworkSettings settings;
    final QNetwork network;
    final NetworkWeights loaded;
    final double[] weights;
    /** Four numbers, and which of three actions was the previous one; the first row begins an episode. */
    final double[][][] observations = new double[ROWS][POSITIONS][STATE + ACTIONS];

    MemoryFixture(NetworkSettings.Memory memory, NetworkSettings.Head.Kind head) {
        EngineSetup.prepareThread(1);
        settings = new NetworkSettings(
            new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)), memory,
            new NetworkSettings.Head(head, 0));
        network = QNetwork.of(settings, Networks.ACTING);
        loaded = new NetworkWeights(network.parameters(), true);
        SplittableRandom random = new SplittableRandom(3);
        loaded.initialise(random);
        float[] moved = new float[network.parameters().size()];
        loaded.get(moved);
        weights = new double[moved.length];
        for (int i = 0; i < weights.length; i++) {
            moved[i] = (float) (moved[i] + random.nextDouble(-0.3, 0.3));
            weights[i] = moved[i];
        }
        loaded.put(moved);
        for (int row = 0; row < ROWS; row++) {
            for (int position = 0; position < POSITIONS; position++) {
                double[] observation = observations[row][position];
                for (int i = 0; i < STATE; i++) {
                    observation[i] = (float) random.nextDouble(-2, 2);
                }
                observation[STATE + random.nextInt(ACTIONS)] = row + position > 0 ? 1 : 0;
            }
        }
    }

    SequenceTwin twin(double[] values) {
        return new SequenceTwin(settings, network.parameters(), values);
    }

    /** The same, with everything else from position {@code first} on. */
    double[][][] observationsChangedFrom(int first) {
        double[][][] changed = Arrays.stream(observations).map(sequence -> Arrays.stream(sequence).map(double[]::clone)
            .toArray(double[][]::new)).toArray(double[][][]::new);
        for (double[][] sequence : changed) {
            for (int position = first; position < POSITIONS; position++) {
                Arrays.fill(sequence[position], 0, STATE, 7 - position);
                double last = sequence[position][STATE + ACTIONS - 1];
                System.arraycopy(sequence[position], STATE, sequence[position], STATE + 1, ACTIONS - 1);
                sequence[position][STATE] = last;
            }
        }
        return changed;
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
        int count = ROWS * positions;
        float[] states = new float[count * STATE];
        byte[] previousActions = new byte[count];
        for (int p = 0; p < count; p++) {
            double[] observation = shown[p / positions][p % positions];
            for (int i = 0; i < STATE; i++) {
                states[p * STATE + i] = (float) observation[i];
            }
            for (int action = 0; action < ACTIONS; action++) {
                previousActions[p] |= (byte) ((int) observation[STATE + action] << action);
            }
        }
        NDArray before = state == null ? null : step.create(state, new Shape(ROWS, network.stateSize()));
        return new NetworkInput(new NDList(step.create(states, new Shape(count, STATE)),
            step.create(ByteBuffer.wrap(previousActions), new Shape(count, 1), DataType.UINT8)), before, ROWS,
            positions);
    }

    private float[] gradient(float[] outer) {
        float[] gradient = new float[weights.length];
        try (NDManager step = manager.newSubManager()) {
            NetworkInput input = input(step, observations, null);
            JniUtils.setGradMode(true);
            NDArray q = network.forward(input, loaded.graphParameters(step)).qValues();
            JniUtils.setGradMode(false);
            disturb();
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * outer.length).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(outer);
            NDArray direction = step.create(bytes, q.getShape(), DataType.FLOAT32);
            JniUtils.backward((PtNDArray) q, (PtNDArray) direction, false, false);
            loaded.takeGradient(step, gradient);
        }
        return gradient;
    }

    /**
     * Has Java take back the direct memory that nothing refers to, and writes over it: what the engine saved for the
     * backward pass must not lie there.
     */
    private static void disturb() {
        System.gc();
        for (int i = 0; i < 4_000; i++) {
            ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putFloat(0, 1e3f).putFloat(4, -1e3f);
        }
    }

    /** Σ outer · Q with one weight moved. */
    private double weightedQ(int index, double step, float[] outer) {
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

    void assertEquations() {
        double[][] q = qValues(observations);
        for (int row = 0; row < ROWS; row++) {
            double[][] expected = twin(weights).qValues(observations[row]);
            for (int position = 0; position < POSITIONS; position++) {
                assertArrayEquals(expected[position], q[row * POSITIONS + position], 1e-5,
                    "row " + row + " position " + position);
            }
        }
    }

    /** One number of each tensor, against finite differences of the twin. */
    void assertGradient() {
        SplittableRandom random = new SplittableRandom(5);
        float[] outer = new float[ROWS * POSITIONS * ACTIONS];
        for (int i = 0; i < outer.length; i++) {
            outer[i] = (float) random.nextDouble(-1, 1);
        }
        float[] gradient = gradient(outer);
        double step = 1e-5;
        for (ParameterLayout.Parameter parameter : network.parameters().parameters()) {
            int index = parameter.offset() + random.nextInt(parameter.size());
            double expected = (weightedQ(index, step, outer) - weightedQ(index, -step, outer)) / (2 * step);
            assertEquals(expected, gradient[index], 1e-4 * Math.max(1, Math.abs(expected)), parameter.name());
        }
    }

    /** What lies behind a row's end is the future of all before it, too. */
    void assertCausal() {
        double[][] before = qValues(observations);
        for (int first = 1; first < POSITIONS; first++) {
            double[][] after = qValues(observationsChangedFrom(first));
            for (int i = 0; i < before.length; i++) {
                if (i % POSITIONS < first) {
                    assertArrayEquals(before[i], after[i], "position " + i % POSITIONS + " sees " + first);
                }
            }
        }
    }

    @Override
    public void close() {
        loaded.close();
        manager.close();
    }
}
