package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Features to queries, keys and the like, with one product for all: {@code name_weight} (parts·d × in) and
 * {@code name_bias} (parts·d), a block of d rows for each part; head h has the numbers h·d/heads … of each.
 */
final class HeadProjection {
    private final int size;
    private final int heads;
    private final int parts;
    private final int weight;

    HeadProjection(ParameterLayout.Builder layout, String name, int inputSize, int size, int heads, int parts) {
        this.size = size;
        this.heads = heads;
        this.parts = parts;
        // Xavier-uniform over all blocks together, as PyTorch's MultiheadAttention does.
        weight = layout.add(name + "_weight", List.of(parts * size, inputSize), 0,
            Math.sqrt(6.0 / (parts * size + inputSize)));
        layout.add(name + "_bias", List.of(parts * size), 0, 0);
    }

    /** Each part: (rows, heads, positions, d/heads). */
    NDArray[] apply(FeatureSequence x, NDArray[] parameters) {
        return split(project(x, parameters).reshape(x.rows(), x.positions(), parts, heads, size / heads));
    }

    /** The same, with a position added to each part before it is divided among the heads. */
    NDArray[] apply(FeatureSequence x, PositionTable positions, NDArray[] parameters) {
        NDArray projected = project(x, parameters).reshape(x.rows(), x.positions(), parts, size);
        return split(positions.addTo(projected, parameters)
            .reshape(x.rows(), x.positions(), parts, heads, size / heads));
    }

    /** Parts from {@code first} on: the same, of these alone. */
    NDArray[] apply(FeatureSequence x, int first, int count, NDArray[] parameters) {
        NDArray w = ofParts(parameters[weight], first, count, x);
        NDArray b = ofParts(parameters[weight + 1], first, count, x);
        return split(Affine.apply(x.values(), w, b).reshape(x.rows(), x.positions(), count, heads, size / heads));
    }

    private NDArray ofParts(NDArray parameter, int first, int count, FeatureSequence x) {
        NDArray rows = JniUtils.slice((PtNDArray) parameter, 0, (long) first * size, (long) (first + count) * size, 1);
        rows.attach(x.values().getManager());
        return rows;
    }

    private NDArray project(FeatureSequence x, NDArray[] parameters) {
        return Affine.apply(x.values(), parameters[weight], parameters[weight + 1]);
    }

    private NDArray[] split(NDArray projected) {
        // In one call, whose backward pass is one concatenation.
        NDList byPart = JniUtils.split((PtNDArray) projected.transpose(2, 0, 3, 1, 4), 1, 0);
        NDArray[] split = new NDArray[byPart.size()];
        for (int part = 0; part < split.length; part++) {
            split[part] = byPart.get(part).squeeze(0);
        }
        return split;
    }
}
