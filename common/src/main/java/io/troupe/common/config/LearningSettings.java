package io.troupe.common.config;

/** {@code learning} of the configuration. */
public record LearningSettings(
    int batchSize,
    int nStep,
    double discount,
    boolean isDoubleQ,
    Loss loss,
    double huberThreshold,
    Target target,
    Optimizer optimizer,
    ImportanceExponent importanceExponent,
    int prefetchBatches,
    int engineThreads,
    int publishSteps,
    int publishIntervalMs) {
    public enum Loss { HUBER, SQUARED }

    public record Target(Update update, int period, double polyakRate) {
        public enum Update { PERIOD, POLYAK }
    }

    /** @param maxGradientNorm 0: not clipped */
    public record Optimizer(Kind kind, double learningRate, double finalLearningRateFraction, long decaySteps,
                            double beta1, double beta2, double epsilon, double maxGradientNorm) {
        public enum Kind { ADAM }
    }

    /** β goes from initial to last in a straight line over so many learner steps. */
    public record ImportanceExponent(double initial, double last, long steps) {
    }
}
