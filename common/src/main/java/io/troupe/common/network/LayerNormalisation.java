package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Layer normalisation (Ba et al. 2016): (x − mean) / √(variance + 10⁻⁵) ∘ weight + bias, over the last dimension. */
final class LayerNormalisation {
    private static final double EPSILON = 1e-5;

    private final Shape shape;
    private final int weight;

    LayerNormalisation(ParameterLayout.Builder layout, String name, int size) {
        shape = new Shape(size);
        weight = layout.addScale(name, size);
    }

    NDArray apply(NDArray x, NDArray[] parameters) {
        return JniUtils.layerNorm((PtNDArray) x, shape, (PtNDArray) parameters[weight],
            (PtNDArray) parameters[weight + 1], EPSILON);
    }
}
