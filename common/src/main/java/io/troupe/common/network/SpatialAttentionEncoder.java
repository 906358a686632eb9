package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * {@code spatial-attention}: an image through convolutions, then a weighted sum of the cells of the last one's feature map
 * for each head (DARQN, Sorokin et al. 2015), then linear layers, each followed by a ReLU. Numbered as those of
 * {@link CnnEncoder}, with the attention in the place of the flattening.
 */
final class SpatialAttentionEncoder implements Encoder {
    private final ConvolutionStack convolutions;
    private final CellAttention attention;
    private final DenseStack layers;
    private final String name;

    SpatialAttentionEncoder(ParameterLayout.Builder layout, EncodedColumn encoded) {
        name = encoded.name();
        convolutions = new ConvolutionStack(layout, encoded);
        attention = new CellAttention(layout, name + ".attention", convolutions.output().channels(),
            encoded.settings().attention());
        layers = new DenseStack(layout, name, 2 * convolutions.count() + 1, attention.outputSize(),
            encoded.settings().hiddenUnits(), true);
    }

    @Override
    public int outputSize() {
        return layers.outputSize();
    }

    @Override
    public Encoded encode(NetworkInput input, NDArray[] parameters) {
        CellAttention.Attended attended = attention.apply(convolutions.apply(input, parameters), parameters);
        long cells = convolutions.output().cells();
        NDArray weights = attended.weights().reshape(input.rows(), input.positions(), attention.heads(), cells)
            .transpose(0, 2, 1, 3);
        return new Encoded(layers.apply(attended.sums(), parameters),
            List.of(new Attention(name, Attention.Over.CELLS, weights)));
    }
}
