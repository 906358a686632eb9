package io.troupe.benchmarks.learned;

/**
 * What came of one run.
 *
 * @param isReached   whether an evaluation reached the goal in time
 * @param timeS       seconds from the first environment step to the end of that evaluation, or to the run's own end
 * @param processS    seconds from the start of the process to its end
 * @param evaluationS seconds of {@code timeS} in which the learner waited for evaluations; 0 where it does not
 */
record LearnedResult(boolean isReached, double timeS, double processS, double evaluationS, long envSteps,
                     long learnerSteps) {
    /** Infinite where the goal was not reached: a median over seeds still says what it should. */
    double timeToGoalS() {
        return isReached ? timeS : Double.POSITIVE_INFINITY;
    }
}
