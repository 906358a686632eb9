package io.troupe.benchmarks.acting;

import io.troupe.common.agent.ActorTime;

/**
 * What an actor has done in a turn.
 *
 * @param steps          of its environments
 * @param cpuNs          processor time of its thread
 * @param allocatedBytes by its thread
 * @param time           where the time of its cycles went, as it tells itself
 */
record ActingTurn(long steps, long cpuNs, long allocatedBytes, ActorTime time) {
    double stepsPerS() {
        return steps / (cpuNs / 1e9);
    }
}
