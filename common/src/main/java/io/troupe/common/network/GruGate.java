package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * The gate of GTrXL (Parisotto et al. 2019, section 3.2): mixes what a layer was given, x, with what it made, y, as a
 * GRU mixes state and input. Its bias makes it begin near the identity.
 *
 * <pre>
 *   r = σ(W_r y + U_r x)    z = σ(W_z y + U_z x − b)    h = tanh(W_g y + U_g (r ∘ x))    (1 − z) ∘ x + z ∘ h
 * </pre>
 *
 * {@code w} (3d × d) holds W_r, W_z, W_g; {@code u} (2d × d) U_r, U_z; {@code u_g} (d × d); {@code bias} (d) is b.
 */
final class GruGate {
    private static final double INITIAL_BIAS = 2; // b_g of the paper

    private final int size;
    private final int first;

    GruGate(ParameterLayout.Builder layout, String name, int size) {
        this.size = size;
        double bound = 1 / Math.sqrt(size);
        first = layout.add(name + ".w", List.of(3 * size, size), 0, bound);
        layout.add(name + ".u", List.of(2 * size, size), 0, bound);
        layout.add(name + ".u_g", List.of(size, size), 0, bound);
        layout.add(name + ".bias", List.of(size), INITIAL_BIAS, 0);
    }

    NDArray apply(NDArray x, NDArray y, NDArray[] parameters) {
        // Weights are cut, not what they make of every row; r and z come in one pass.
        NDList w = JniUtils.split((PtNDArray) parameters[first], new long[] {2L * size, size}, 0);
        w.attach(x.getManager());
        PtNDArray gates = JniUtils.sigmoid((PtNDArray) Affine.apply(y, w.get(0))
            .add(Affine.apply(x, parameters[first + 1], gateBias(x, parameters))));
        NDList gateParts = JniUtils.split(gates, size, 1);
        NDArray r = gateParts.get(0);
        NDArray z = gateParts.get(1);
        NDArray candidate = Affine.apply(y, w.get(1)).add(Affine.apply(r.mul(x), parameters[first + 2])).tanh();
        // (1 − z) x + z h, with one product less
        return x.add(z.mul(candidate.sub(x)));
    }

    /** 0 for r, −b for z. */
    private NDArray gateBias(NDArray x, NDArray[] parameters) {
        PtNDArray bias = JniUtils.neg((PtNDArray) parameters[first + 3]);
        bias.attach(x.getManager());
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) x.getManager().zeros(new Shape(size)), bias}, 0);
    }
}
