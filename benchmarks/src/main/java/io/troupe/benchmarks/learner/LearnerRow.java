package io.troupe.benchmarks.learner;

import io.troupe.benchmarks.Spread;

/**
 * What came out of one case. The peer's figures are null where there is no PyTorch.
 *
 * @param stepsPerSecond of the process's CPU time, as is the peer's
 * @param ratio          of the two, round by round
 * @param clockRatio     the same by the clock
 * @param allocatedBytes on the Java heap, in a step
 * @param qDifference    largest difference between a Q-value here and there, of the same weights
 */
record LearnerRow(LearnerCase measured, Spread stepsPerSecond, Spread peerStepsPerSecond, Spread ratio,
                  Spread clockRatio, double allocatedBytes, Double qDifference) {
}
