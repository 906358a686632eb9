package io.troupe.benchmarks.learner;

/**
 * What came out of one case. The peer's figures are null where there is no PyTorch.
 *
 * @param ratio                how many times as many steps as the peer, round by round, by the clock
 * @param cpuRatio             the same by the learning threads' CPU time, which other processes disturb less
 * @param allocatedBytes       on the Java heap, in a step
 * @param qDifference          largest difference between a Q-value here and there, of the same weights
 */
record LearnerRow(LearnerCase measured, Spread stepsPerSecond, Spread peerStepsPerSecond, Spread ratio,
                  Spread cpuRatio, double allocatedBytes, Double qDifference) {
}
