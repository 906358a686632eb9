package io.troupe.common.config;

import io.troupe.common.weights.WeightsPrecision;
import java.util.List;

/**
 * {@code learning} of the configuration.
 *
 * @param attentionEntropy what evenly spread attention adds to the loss; 0: nothing
 */
public record LearningSettings(
    int batchSize,
    int nStep,
    Sequence sequence,
    double discount,
    boolean isDoubleQ,
    Loss loss,
    double huberThreshold,
    ValueRescaling valueRescaling,
    double attentionEntropy,
    Target target,
    Optimizer optimizer,
    ImportanceExponent importanceExponent,
    int prefetchBatches,
    int accumulationBatches,
    DeviceChoice device,
    int engineThreads,
    int publishSteps,
    int publishIntervalMs,
    WeightsPrecision weightsPrecision,
    int weightsFanOut,
    InitialWeights initialWeights) {
    public enum Loss { HUBER, SQUARED }

    /** Where the learner computes: AUTO is a GPU where the engine sees one. */
    public enum DeviceChoice { AUTO, CPU, GPU }

    /** Whether Q-values are learned as they are, or squashed as in R2D2. */
    public enum ValueRescaling { NONE, SQUARE_ROOT }

    /**
     * Steps that are learned from together.
     *
     * @param length        steps that are learned from; 1: single n-step transitions
     * @param burnIn        steps before them that only fill the memory
     * @param period        from one sequence's start to the next
     * @param priorityEta   η of a sequence's priority: η·max|δ| + (1−η)·mean|δ|
     * @param lossAt        where errors count
     * @param isStateStored whether a recurrent network begins a sequence with the state that the actor had there, and not
     *                      with one of zeros
     */
    public record Sequence(int length, int burnIn, int period, double priorityEta, LossAt lossAt,
                           boolean isStateStored) {
        public enum LossAt { EVERY_STEP, LAST_STEP }

        /** Single transitions. */
        public static Sequence none() {
            return new Sequence(1, 0, 1, 0.9, LossAt.EVERY_STEP, true);
        }
    }

    public record Target(Update update, int period, double polyakRate) {
        public enum Update { PERIOD, POLYAK }
    }

    /**
     * @param beta1           of adam, as beta2: what the running mean keeps at each step
     * @param decay           of rmsprop: what both running means keep
     * @param maxGradientNorm 0: not clipped
     */
    public record Optimizer(Kind kind, LearningRate learningRate, double beta1, double beta2, double decay,
                            double epsilon, double maxGradientNorm) {
        public enum Kind { ADAM, RMSPROP }
    }

    /**
     * From 0 to {@code highest} in a straight line over the warm-up, then as the schedule says.
     *
     * @param finalFraction of the highest: where the schedule ends
     * @param decaySteps    learner steps from the warm-up's end to the schedule's
     */
    public record LearningRate(double highest, long warmUpSteps, Schedule schedule, double finalFraction,
                               long decaySteps) {
        public enum Schedule { CONSTANT, LINEAR, COSINE }
    }

    /**
     * What the network begins with, and what of it stays.
     *
     * @param file   a safetensors file; empty: random weights
     * @param freeze patterns for the names of the tensors that are not trained
     */
    public record InitialWeights(String file, List<String> freeze) {
        public InitialWeights {
            freeze = List.copyOf(freeze);
        }

        /** Random weights, all of them trained. */
        public static InitialWeights none() {
            return new InitialWeights("", List.of());
        }
    }

    /** β goes from initial to last in a straight line over so many learner steps. */
    public record ImportanceExponent(double initial, double last, long steps) {
    }
}
