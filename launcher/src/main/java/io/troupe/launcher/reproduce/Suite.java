package io.troupe.launcher.reproduce;

import java.util.List;

/**
 * Training runs that together show something.
 *
 * @param settings   {@code path=value} for all entries, the environment's options among them
 * @param evaluation of each run's best checkpoint
 * @param oneOf      groups of entries of which one that reaches its floor is enough
 */
record Suite(String name, String claims, String environment, List<String> settings, FinalEvaluation evaluation,
             List<SuiteEntry> entries, List<List<String>> oneOf) {
    SuiteEntry entry(String label) {
        return entries.stream().filter(entry -> entry.label().equals(label)).findFirst().orElseThrow();
    }

    List<String> labels() {
        return entries.stream().map(SuiteEntry::label).toList();
    }
}
