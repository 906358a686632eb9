package io.troupe.launcher.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One way to learn a suite's environment: a network, usually.
 *
 * @param network     as after {@code --network}
 * @param settings    {@code path=value}, as after {@code --set}
 * @param beginsWith  label of another entry: each run begins with the best weights of that entry's run of the same seed
 * @param untilReturn the greedy mean return that ends a run before its budget does
 * @param measures    further numbers that {@code troupe eval --json} tells, and what they have to be; after
 *                    {@link #ATTENTION}, those that {@code troupe inspect attention --json} tells
 */
record SuiteEntry(String label, String network, List<String> settings, Optional<String> beginsWith,
                  List<Long> seeds, Budget budget, OptionalDouble untilReturn, Floor floor, Map<String, Bounds> measures) {
    /** What names of measures begin with that are of what the network looks at. */
    static final String ATTENTION = "attention_";

    boolean isAttentionMeasured() {
        return measures.keySet().stream().anyMatch(name -> name.startsWith(ATTENTION));
    }
}
