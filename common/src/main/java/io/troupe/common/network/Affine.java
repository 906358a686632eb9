package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A linear layer, y = W x + b for every row.
 *
 * <p>With few rows it is the engine's linear operation. With many it is the same sum as a convolution with a kernel of
 * one pixel over images whose channels are the features: MKL, which does the one, uses half the width of an AMD
 * processor's vectors, and oneDNN, which does the other, all of it. Forward and backward together took 0.54 to 0.74
 * times as long at 512 to 1,216 rows of 64 to 256 features; at 64 rows the convolution is the slower.
 */
final class Affine {
    private static final int MIN_CONVOLVED_ROWS = 512;
    /** The engine convolves by oneDNN where there are at least so many images. */
    private static final int IMAGES = 16;
    /** Floats of a vector: with fewer or with a rest, the convolution is the slower. */
    private static final int LANES = 16;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape ZERO = new Shape(0, 0);

    private Affine() {
    }

    /** The same with no b. */
    static NDArray apply(NDArray x, NDArray weight) {
        return apply(x, weight, null);
    }

    /**
     * @param x      (rows, in)
     * @param weight (out, in)
     * @param bias   (out)
     * @return (rows, out)
     */
    static NDArray apply(NDArray x, NDArray weight, NDArray bias) {
        return isConvolved(x, weight.getShape()) ? convolve(x, weight, bias)
            : JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
    }

    private static boolean isConvolved(NDArray x, Shape weight) {
        long rows = x.getShape().get(0);
        return rows >= MIN_CONVOLVED_ROWS && rows % IMAGES == 0 && weight.get(0) % LANES == 0
            && weight.get(1) % LANES == 0 && !x.getDevice().isGpu();
    }

    private static NDArray convolve(NDArray x, NDArray weight, NDArray bias) {
        long rows = x.getShape().get(0);
        long in = weight.getShape().get(1);
        long out = weight.getShape().get(0);
        NDArray images = x.reshape(IMAGES, rows / IMAGES, 1, in).transpose(0, 3, 1, 2);
        NDArray kernels = weight.reshape(out, in, 1, 1);
        kernels.attach(x.getManager());
        return JniUtils.convolution((PtNDArray) images, (PtNDArray) kernels, (PtNDArray) bias, ONE, ZERO, ONE, 1)
            .transpose(0, 2, 3, 1).reshape(rows, out);
    }
}
