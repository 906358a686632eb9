package io.troupe.common.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The parameters of one network: a flat float32 vector in a direct buffer. In main memory the engine's arrays alias it, so
 * that writing the buffer changes the network, and copying a network is copying a buffer (6–9 µs for 100 KB). On a GPU
 * they are a copy of it, which is renewed each time that something is written. Used by one thread.
 */
public final class NetworkWeights implements AutoCloseable {
    /** With another alignment from run to run, the engine's kernels could round differently. */
    private static final int ALIGNMENT = 64;
    private static final NDIndex ALL = new NDIndex(":");

    private final ParameterLayout layout;
    private final NDManager manager;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final FloatBuffer floats;
    private final boolean isCopied;
    private final NDArray flat;
    private final NDArray[] views;
    private final long[] cuts;
    private final Shape[] shapes;

    /**
     * All zero; see {@link #initialise}.
     *
     * @param isTrainable whether {@link #graphParameters} and {@link #takeGradient} will be used
     */
    public NetworkWeights(ParameterLayout layout, boolean isTrainable) {
        this(layout, isTrainable, Device.cpu());
    }

    /** @param device where the network computes */
    public NetworkWeights(ParameterLayout layout, boolean isTrainable, Device device) {
        this(layout, isTrainable, device, device.isGpu());
    }

    /** @param isCopied whether the engine's arrays do not alias the buffer, as they cannot on a GPU */
    NetworkWeights(ParameterLayout layout, boolean isTrainable, Device device, boolean isCopied) {
        this.layout = layout;
        this.isCopied = isCopied;
        manager = EngineSetup.newManager(device);
        bytes = BufferUtil.allocateDirectAligned(layout.sizeBytes(), ALIGNMENT).order(ByteOrder.nativeOrder());
        buffer = new UnsafeBuffer(bytes);
        floats = bytes.asFloatBuffer();
        Shape shape = new Shape(layout.size());
        flat = isCopied ? manager.zeros(shape) : manager.create(bytes, shape, DataType.FLOAT32);

        List<ParameterLayout.Parameter> parameters = layout.parameters();
        views = new NDArray[parameters.size()];
        shapes = new Shape[views.length];
        cuts = new long[views.length - 1];
        boolean isGradMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        for (int i = 0; i < views.length; i++) {
            ParameterLayout.Parameter parameter = parameters.get(i);
            long end = (long) parameter.offset() + parameter.size();
            shapes[i] = new Shape(parameter.shape().stream().mapToLong(Integer::longValue).toArray());
            views[i] = JniUtils.slice((PtNDArray) flat, 0, parameter.offset(), end, 1).reshape(shapes[i]);
            if (i < cuts.length) {
                cuts[i] = end;
            }
        }
        if (isTrainable) {
            flat.setRequiresGradient(true);
        }
        JniUtils.setGradMode(isGradMode);
    }

    /** Copies all parameters, in the layout's order, to {@code target}. */
    public void get(float[] target) {
        floats.get(0, target, 0, layout.size());
    }

    /** The network computes with these from now on. */
    public void put(float[] parameters) {
        floats.put(0, parameters, 0, layout.size());
        renew();
    }

    /** The parameters as views of the vector, for computing without gradients. */
    public NDArray[] views() {
        return views;
    }

    /**
     * The parameters as nodes of a graph, for a forward pass with gradients: one split, so that all gradients come back
     * as one array. They belong to {@code step}.
     */
    public NDArray[] graphParameters(NDManager step) {
        NDList parts = flat.split(cuts, 0);
        parts.attach(step);
        NDArray[] parameters = new NDArray[views.length];
        for (int i = 0; i < parameters.length; i++) {
            NDArray part = parts.get(i);
            parameters[i] = shapes[i].dimension() == 1 ? part : part.reshape(shapes[i]);
        }
        return parameters;
    }

    /** Copies the gradient that the last backward pass left into {@code target} (size floats), and forgets it. */
    public void takeGradient(NDManager step, float[] target) {
        PtNDArray gradient = JniUtils.getGradient((PtNDArray) flat);
        gradient.attach(step);
        gradient.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(target, 0, layout.size());
        JniUtils.zeroGrad((PtNDArray) flat);
    }

    /** Draws every parameter anew, as the layout says: from U(±1/√fan_in) for linear layers. */
    public void initialise(RandomGenerator random) {
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                floats.put(parameter.offset() + i,
                    (float) (parameter.initialMean() + (2 * random.nextDouble() - 1) * parameter.initialBound()));
            }
        }
        renew();
    }

    /**
     * Takes over weights: float32, little-endian, in the layout's order.
     *
     * @throws TroupeException LAYOUT_MISMATCH where there are more or fewer of them than the network has parameters
     */
    public void load(DirectBuffer weights) {
        if (weights.capacity() != layout.sizeBytes()) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "got weights of " + weights.capacity()
                + " bytes, expected " + layout.sizeBytes() + " for " + layout.describe()
                + ": learner and actor must run the same network settings and environment");
        }
        buffer.putBytes(0, weights, 0, layout.sizeBytes());
        renew();
    }

    /** Writes the weights, float32, little-endian, in the layout's order. */
    public void store(MutableDirectBuffer target, int offset) {
        target.putBytes(offset, buffer, 0, layout.sizeBytes());
    }

    /** Brings what the network computes with up to date. In place, so that the views show it. */
    private void renew() {
        if (!isCopied) {
            return;
        }
        boolean isGradMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDArray copy = manager.create(bytes, new Shape(layout.size()), DataType.FLOAT32)) {
            flat.set(ALL, copy);
        } finally {
            JniUtils.setGradMode(isGradMode);
        }
    }

    /** The engine's arrays that stay as long as these weights do. */
    int openArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
