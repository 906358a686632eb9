package io.troupe.learner.checkpoint;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.ParameterLayout.Parameter;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Weights that a network begins with instead of random ones, from a safetensors file: each parameter takes the tensor
 * of its name, and keeps its fresh values where the file has none.
 */
public final class InitialWeights {
    private final SafetensorsFile file;
    private final ParameterLayout layout;
    private final List<Parameter> taken = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();
    private final Set<String> unknown;

    private InitialWeights(SafetensorsFile file, ParameterLayout layout) {
        this.file = file;
        this.layout = layout;
        unknown = new LinkedHashSet<>(file.names());
        unknown.removeIf(name -> name.endsWith(Safetensors.SCALE)
            && file.names().contains(name.substring(0, name.length() - Safetensors.SCALE.length())));
        for (Parameter parameter : layout.parameters()) {
            if (!unknown.remove(parameter.name())) {
                missing.add(parameter.name());
            } else if (!file.shape(parameter.name()).equals(parameter.shape())) {
                misshapen.add(parameter.name() + " is " + file.shape(parameter.name()) + " there and "
                    + parameter.shape() + " here");
            } else {
                taken.add(parameter);
            }
        }
    }

    /**
     * @param values     the layout's vector; what the file has is written over it
     * @return what was taken and what was not, for the log
     * @throws TroupeException CONFIGURATION where a tensor has another shape than its parameter, none fits, or one is
     *                         not finite; CHECKPOINT where the file cannot be read
     */
    public static String load(Path path, ParameterLayout layout, float[] values) {
        InitialWeights weights = new InitialWeights(SafetensorsFile.read(path), layout);
        if (!weights.misshapen.isEmpty() || weights.taken.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the weights in " + path + " do not fit the network: "
                + weights.describe() + ". Choose the network that they are of, another file, or none"
                + " (learning.initial-weights.file = \"\")");
        }
        weights.copy(path, values);
        return "the network begins with weights from " + path + ": " + weights.describe();
    }

    private void copy(Path path, float[] values) {
        for (Parameter parameter : taken) {
            float[] tensor = file.values(parameter.name());
            for (float value : tensor) {
                if (!Float.isFinite(value)) {
                    throw new TroupeException(ErrorCode.CONFIGURATION, path + ": tensor '" + parameter.name()
                        + "' holds " + value + ", expected finite numbers; choose another file");
                }
            }
            System.arraycopy(tensor, 0, values, parameter.offset(), tensor.length);
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder(taken.size() + " of " + layout.parameters().size() + " tensors fit");
        append(text, "of another shape: ", misshapen);
        append(text, "not in the file, so that they begin anew: ", missing);
        append(text, "in the file and not in the network: ", unknown);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, Iterable<String> names) {
        String list = String.join(", ", names);
        if (!list.isEmpty()) {
            text.append("; ").append(what).append(list);
        }
    }
}
