package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.EnvironmentSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A network with random weights, also where fresh ones would be constants. */
final class LoadedNetwork implements AutoCloseable {
    /** Weights of each tensor that are looked at. */
    private static final int DRAWS = 3;

    final QNetwork network;
    final NDManager manager = EngineSetup.newManager();
    final NetworkWeights loaded;
    /** What is loaded, in double precision. */
    final double[] weights;

    LoadedNetwork(NetworkSettings settings, EnvironmentSchema schema, long seed) {
        EngineSetup.prepareThread(1);
        network = QNetwork.of(settings, schema);
        loaded = new NetworkWeights(network.parameters(), true);
        SplittableRandom random = new SplittableRandom(seed);
        loaded.initialise(random);
        float[] moved = new float[network.parameters().size()];
        loaded.get(moved);
        weights = new double[moved.length];
        for (int i = 0; i < weights.length; i++) {
            moved[i] = (float) (moved[i] + random.nextDouble(-0.2, 0.2));
            weights[i] = moved[i];
        }
        loaded.put(moved);
    }

    TwinWeights twin() {
        return new TwinWeights(network.parameters(), weights);
    }

    /** Q of one sample by the equations. */
    interface Twin {
        double[] qValues(TwinWeights weights, ObservationSamples samples, int sample);
    }

    /** Compares Q of all samples, shown one after the other as sequences of so many positions, with a twin's. */
    void checkQ(ObservationSamples samples, int positions, Twin twin) {
        float[] q = qValues(samples, positions);
        int actions = network.actionCount();
        for (int sample = 0; sample < samples.count(); sample++) {
            double[] expected = twin.qValues(twin(), samples, sample);
            for (int action = 0; action < actions; action++) {
                assertEquals(expected[action], q[sample * actions + action], 1e-5, "sample " + sample);
            }
        }
    }

    /** Compares the gradient of Σ outer · Q by some weights of each tensor with a twin's finite differences. */
    void checkGradient(ObservationSamples samples, int positions, Twin twin) {
        SplittableRandom random = new SplittableRandom(5);
        float[] outer = new float[samples.count() * network.actionCount()];
        for (int i = 0; i < outer.length; i++) {
            outer[i] = (float) random.nextDouble(-1, 1);
        }
        float[] gradient = gradient(samples, positions, outer);
        double step = 1e-6;
        for (ParameterLayout.Parameter parameter : network.parameters().parameters()) {
            for (int draw = 0; draw < DRAWS; draw++) {
                int index = parameter.offset() + random.nextInt(parameter.size());
                double expected = (weightedQ(samples, twin, index, step, outer)
                    - weightedQ(samples, twin, index, -step, outer)) / (2 * step);
                assertEquals(expected, gradient[index], 1e-4 * Math.max(1, Math.abs(expected)), parameter.name());
            }
        }
    }

    /** Σ outer · Q with one weight moved. */
    private double weightedQ(ObservationSamples samples, Twin twin, int index, double step, float[] outer) {
        double[] moved = weights.clone();
        moved[index] += step;
        TwinWeights movedTwin = new TwinWeights(network.parameters(), moved);
        double sum = 0;
        for (int sample = 0; sample < samples.count(); sample++) {
            double[] q = twin.qValues(movedTwin, samples, sample);
            for (int action = 0; action < q.length; action++) {
                sum += outer[sample * q.length + action] * q[action];
            }
        }
        return sum;
    }

    /** Q of all samples, one after the other. */
    float[] qValues(ObservationSamples samples, int positions) {
        try (NDManager step = manager.newSubManager()) {
            return network.forward(input(step, samples, positions), loaded.views()).qValues().toFloatArray();
        }
    }

    /** Q of the samples from the {@code first} of each sequence on, as the only ones that are valued. */
    float[] qValuesFrom(int first, ObservationSamples samples, int positions) {
        try (NDManager step = manager.newSubManager()) {
            int[] firsts = new int[samples.count() / positions];
            Arrays.fill(firsts, first);
            NetworkInput input = input(step, samples, positions)
                .valuedAt(ValuedPositions.from(firsts, positions - first, positions, step));
            return network.forward(input, loaded.views()).qValues().toFloatArray();
        }
    }

    NetworkInput input(NDManager step, ObservationSamples samples, int positions) {
        return new NetworkInput(samples.arrays(step), null, samples.count() / positions, positions);
    }

    /** Of Σ outer · Q, by the weights. */
    float[] gradient(ObservationSamples samples, int positions, float[] outer) {
        float[] gradient = new float[weights.length];
        try (NDManager step = manager.newSubManager()) {
            JniUtils.setGradMode(true);
            NDArray q = network.forward(input(step, samples, positions), loaded.graphParameters(step)).qValues();
            JniUtils.setGradMode(false);
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * outer.length).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(outer);
            NDArray direction = step.create(bytes, q.getShape(), DataType.FLOAT32);
            JniUtils.backward((PtNDArray) q, (PtNDArray) direction, false, false);
            loaded.takeGradient(step, gradient);
        }
        return gradient;
    }

    @Override
    public void close() {
        loaded.close();
        manager.close();
    }
}
