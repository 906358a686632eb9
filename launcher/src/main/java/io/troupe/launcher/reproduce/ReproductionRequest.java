package io.troupe.launcher.reproduce;

import java.nio.file.Path;
import java.util.List;

/**
 * What somebody wants to see again.
 *
 * @param suite          a name or a file
 * @param seeds          instead of the suite's own; empty: those
 * @param only           labels of the entries that are run; empty: all
 * @param jobs           runs at the same time
 * @param folder         of the runs; null: {@code runs/reproduce-<suite>}
 * @param budgetFraction of the suite's budgets, above 0 and at most 1
 */
public record ReproductionRequest(String suite, List<Long> seeds, List<String> only, int jobs, Path folder,
                                  double budgetFraction) {
    public ReproductionRequest {
        seeds = List.copyOf(seeds);
        only = List.copyOf(only);
    }
}
