package io.troupe.benchmarks.learner;

/**
 * Some learner steps in a row.
 *
 * @param seconds    by the clock
 * @param cpuSeconds of the learning thread
 */
record Turn(long steps, double seconds, double cpuSeconds) {
    double stepsPerSecond() {
        return steps / seconds;
    }

    double stepsPerCpuSecond() {
        return steps / cpuSeconds;
    }
}
