package io.troupe.benchmarks.scale;

import java.util.List;
import java.util.Map;

/**
 * What came of a simulation.
 *
 * @param seconds          of simulated time that were counted
 * @param samplesPerInsert learned rows for each stored step
 * @param used             share of the time in which each resource was busy; of several the busiest one
 * @param delayP50S        from a publication to an actor that has that version or a newer one
 */
record ScaleResult(ScaleCase simulated, double seconds, double insertsPerS, double learnerStepsPerS,
                   double samplesPerInsert, Map<Resource, Double> used, double delayP50S, double delayP99S,
                   double delayMaxS) {
    private static final double FULL = 0.98;

    /** What was busy all the time; none: the actors' own pace is the limit. */
    List<Resource> full() {
        return used.entrySet().stream().filter(entry -> entry.getValue() >= FULL).map(Map.Entry::getKey).toList();
    }
}
