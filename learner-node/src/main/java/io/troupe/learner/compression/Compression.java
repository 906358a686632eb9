package io.troupe.learner.compression;

import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.ParameterLayout.Parameter;
import io.troupe.common.safetensors.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a network's weights are to be stored in fewer bits. Whoever computes with them makes float32 of them again.
 *
 * @param prunedShare of the numbers of each matrix that become zero, 0 … 1
 * @param isInt8      matrices as int8 with a scale for each row
 * @param isBFloat16  what is not int8 as bfloat16, the scales excepted
 */
public record Compression(double prunedShare, boolean isInt8, boolean isBFloat16) {
    /** @param weights in the layout's order; stay as they are */
    public List<StoredTensor> compress(ParameterLayout layout, float[] weights) {
        Pruning pruning = new Pruning(prunedShare);
        List<StoredTensor> tensors = new ArrayList<>();
        for (Parameter parameter : layout.parameters()) {
            float[] values =
                Arrays.copyOfRange(weights, parameter.offset(), parameter.offset() + parameter.size());
            pruning.prune(parameter, values);
            if (isInt8 && Quantization.isMatrix(parameter)) {
                tensors.addAll(Quantization.quantize(parameter, values));
            } else if (isBFloat16) {
                tensors.add(StoredTensor.bfloat16(parameter.name(), parameter.shape(), values));
            } else {
                tensors.add(StoredTensor.float32(parameter.name(), parameter.shape(), values));
            }
        }
        return tensors;
    }
}
