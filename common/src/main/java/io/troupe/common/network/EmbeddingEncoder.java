package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.troupe.common.schema.ElementType;
import java.util.List;

/**
 * {@code embedding}: each element of a column is a token, whose row of a table takes its place; the rows of all elements
 * one after the other then go through linear layers, each followed by a ReLU. Named like PyTorch's
 * {@code Sequential(Embedding, Flatten, Linear, ReLU, …)}.
 */
final class EmbeddingEncoder implements Encoder {
    /** Entries of variance 1, as PyTorch's. */
    private static final double INITIAL_BOUND = Math.sqrt(3);
    private static final int FIRST_LINEAR = 2;

    private final int index;
    private final int elements;
    private final int tokens;
    private final int size;
    private final int table;
    private final DenseStack layers;

    /** @throws io.troupe.common.error.TroupeException CONFIGURATION where the column holds no token ids */
    EmbeddingEncoder(ParameterLayout.Builder layout, EncodedColumn encoded) {
        if (encoded.column().type() != ElementType.UINT8) {
            throw encoded.refused("and token ids are uint8; choose mlp, or let the environment show ids from 0 to 255");
        }
        index = encoded.index();
        elements = encoded.column().elements();
        tokens = encoded.settings().embedding().tokens();
        size = encoded.settings().embedding().size();
        table = layout.add(encoded.name() + ".0.weight", List.of(tokens, size), 0, INITIAL_BOUND);
        layers = new DenseStack(layout, encoded.name(), FIRST_LINEAR, Math.multiplyExact(elements, size),
            encoded.settings().hiddenUnits(), true);
    }

    @Override
    public int outputSize() {
        return layers.outputSize();
    }

    @Override
    public Encoded encode(NetworkInput input, NDArray[] parameters) {
        // An id beyond the table would end the process in the engine.
        NDArray ids = input.observations().get(index).toType(DataType.INT64, false).clip(0, tokens - 1);
        NDArray rows = Embedding.embedding(ids, parameters[table], SparseFormat.DENSE).get(0);
        return new Encoded(layers.apply(rows.reshape(ids.getShape().get(0), (long) elements * size), parameters));
    }
}
