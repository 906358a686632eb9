package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.EnvironmentSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** A network with random weights, also where fresh ones would be constants. */
final class LoadedNetwork implements AutoCloseable {
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
        weights = new double[network.parameters().size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (loaded.floats().get(i) + random.nextDouble(-0.2, 0.2));
            loaded.floats().put(i, (float) weights[i]);
        }
    }

    TwinWeights twin() {
        return twin(weights);
    }

    TwinWeights twin(double[] values) {
        return new TwinWeights(network.parameters(), values);
    }

    /** Q of all samples, one after the other, as sequences of so many positions. */
    float[] qValues(ObservationSamples samples, int positions) {
        try (NDManager step = manager.newSubManager()) {
            return network.forward(input(step, samples, positions), loaded.views()).qValues().toFloatArray();
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
