package io.troupe.benchmarks.learner;

/**
 * Some learner steps in a row.
 *
 * @param seconds    by the clock
 * @param cpuSeconds of the whole process
 */
record Turn(long steps, double seconds, double cpuSeconds) {
    double stepsPerSecond() {
        return steps / seconds;
    }

    /** The same on a core of its own: what other processes do to the clock does not count. */
    double stepsPerCpuSecond() {
        return steps / cpuSeconds;
    }
}
