package io.troupe.learner.checkpoint;

import java.util.OptionalDouble;

/**
 * A checkpoint in a run's folder, as its manifest describes it.
 *
 * @param name       of its folder
 * @param isBest     whether it is the weights with the best evaluation, without what a learner goes on from
 * @param evalReturn mean return of the evaluation at that time, or of these weights where it is the best
 * @param bytes      of its files
 */
public record CheckpointEntry(String name, boolean isBest, long learnerStep, long envSteps, double timeS,
                              long weightsVersion, OptionalDouble evalReturn, long bytes) {
}
