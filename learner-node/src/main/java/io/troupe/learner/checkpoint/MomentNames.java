package io.troupe.learner.checkpoint;

import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.common.safetensors.SafetensorsFile;
import java.util.Arrays;

/** What an optimizer's two moments are called in a file, before each parameter's name: as by PyTorch's optimizers. */
record MomentNames(Kind kind, String first, String second) {
    static MomentNames of(Kind kind) {
        return switch (kind) {
            case ADAM -> new MomentNames(kind, "exp_avg.", "exp_avg_sq.");
            case RMSPROP -> new MomentNames(kind, "grad_avg.", "square_avg.");
        };
    }

    /** Those of the optimizer that wrote the file; Adam's where it is none's, which a reader then misses by name. */
    static MomentNames in(SafetensorsFile file) {
        return Arrays.stream(Kind.values()).map(MomentNames::of)
            .filter(names -> file.names().stream().anyMatch(name -> name.startsWith(names.first())))
            .findFirst().orElse(of(Kind.ADAM));
    }
}
