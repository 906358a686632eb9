package io.troupe.common.network;

import io.troupe.common.schema.ObservationColumn;
import java.util.List;

/** Size of an image or of a feature map: channels, and cells by row and column. */
record ImageShape(int channels, int height, int width) {
    /**
     * A column's as it is stored: the channels outermost, then the rows, then the columns of each; two dimensions are an
     * image of one channel.
     *
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where the column is no image
     */
    static ImageShape of(EncodedColumn encoded) {
        List<Integer> shape = encoded.column().shape();
        return switch (shape.size()) {
            case 2 -> new ImageShape(1, shape.get(0), shape.get(1));
            case 3 -> new ImageShape(shape.get(0), shape.get(1), shape.get(2));
            default -> throw encoded.refused("and convolutions read images: [channels, height, width] or [height, width]; "
                + "choose mlp, or another column");
        };
    }

    int cells() {
        return Math.multiplyExact(height, width);
    }

    int elements() {
        return Math.multiplyExact(channels, cells());
    }

    /** What a convolution without padding makes of it. */
    ImageShape after(int newChannels, int kernel, int stride) {
        return new ImageShape(newChannels, (height - kernel) / stride + 1, (width - kernel) / stride + 1);
    }
}
