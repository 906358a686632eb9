package io.troupe.common.numeric;

import io.troupe.common.config.LearningSettings.ValueRescaling;

/**
 * The scale on which Q is learned: as it is, or h(x) = sign(x)(√(|x| + 1) − 1) + εx with ε = 10⁻³ (Pohlen et al. 2018,
 * proposition A.2; R2D2), which lets rewards of any size be learned with the same steps.
 */
public enum ValueRescale {
    NONE {
        @Override
        public double squash(double x) {
            return x;
        }

        @Override
        public double expand(double y) {
            return y;
        }
    },
    SQUARE_ROOT {
        @Override
        public double squash(double x) {
            return Math.signum(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + EPSILON * x;
        }

        @Override
        public double expand(double y) {
            double root = (Math.sqrt(1 + 4 * EPSILON * (Math.abs(y) + 1 + EPSILON)) - 1) / (2 * EPSILON);
            return Math.signum(y) * (root * root - 1);
        }
    };

    private static final double EPSILON = 1e-3;

    public static ValueRescale of(ValueRescaling setting) {
        return switch (setting) {
            case NONE -> NONE;
            case SQUARE_ROOT -> SQUARE_ROOT;
        };
    }

    /** h(x): from returns to what is learned. */
    public abstract double squash(double x);

    /** h⁻¹(y): from what is learned to returns. */
    public abstract double expand(double y);
}
