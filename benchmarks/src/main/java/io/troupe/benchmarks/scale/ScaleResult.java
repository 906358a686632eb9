package io.troupe.benchmarks.scale;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

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

    /** The resource that was busy all the time; empty: none was, and the actors' own pace is the limit. */
    Optional<Resource> bottleneck() {
        return used.entrySet().stream().filter(entry -> entry.getValue() >= FULL)
            .max(Comparator.comparingDouble(Map.Entry::getValue)).map(Map.Entry::getKey);
    }
}
