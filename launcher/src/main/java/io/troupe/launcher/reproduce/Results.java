package io.troupe.launcher.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What came of a suite's runs, and whether that is what the suite claims.
 *
 * @param budgetFraction of the suite's budgets that the runs had; below 1 nothing is claimed
 */
record Results(Suite suite, double budgetFraction, List<Entry> entries) {
    /**
     * @param seeds    that were to be run
     * @param outcomes of the runs that are done
     */
    record Entry(SuiteEntry entry, List<Long> seeds, List<RunOutcome> outcomes) {
        /** Of each run, in the order of the seeds. */
        List<Double> returns() {
            return outcomes.stream().map(outcome -> outcome.greedyReturn(entry.floor().of())).toList();
        }

        OptionalDouble mean() {
            return returns().stream().mapToDouble(Double::doubleValue).average();
        }
    }

    /** Reads the folders of the runs that are done; the others are missing. */
    static Results read(Suite suite, double budgetFraction, List<PlannedRun> plans) {
        List<Entry> entries = new ArrayList<>();
        for (SuiteEntry entry : suite.entries()) {
            List<PlannedRun> own = plans.stream().filter(plan -> plan.entry().equals(entry)).toList();
            entries.add(new Entry(entry, own.stream().map(PlannedRun::seed).toList(),
                own.stream().filter(PlannedRun::isDone).map(RunOutcome::of).toList()));
        }
        return new Results(suite, budgetFraction, entries);
    }

    /** Whether this run reached the floor of its entry, and what is asked of its measures. */
    boolean isMet(Entry entry, RunOutcome outcome) {
        Floor floor = entry.entry.floor();
        OptionalDouble reference = floor.above().map(above -> named(above.label()).mean())
            .orElse(OptionalDouble.empty());
        return floor.isMet(outcome.greedyReturn(floor.of()), reference) && entry.entry.measures().entrySet().stream()
            .allMatch(measure -> measure.getValue().isNone()
                || measure.getValue().contains(outcome.measure(measure.getKey())));
    }

    long metCount(Entry entry) {
        return entry.outcomes.stream().filter(outcome -> isMet(entry, outcome)).count();
    }

    /** An entry holds where every one of the suite's seeds does: fewer of them, or others, tell nothing of it. */
    Verdict verdict(Entry entry) {
        boolean isComplete = entry.outcomes.size() == entry.seeds.size()
            && entry.seeds.containsAll(entry.entry.seeds()) && entry.entry.floor().above()
            .map(above -> named(above.label())).map(other -> other.outcomes.size() == other.seeds.size()).orElse(true);
        if (budgetFraction < 1 || !isComplete) {
            return Verdict.OPEN;
        }
        return Verdict.of(entry.entry.floor().seeds().isEnough(metCount(entry), entry.outcomes.size()));
    }

    /** Whether all that the suite claims was seen. */
    Verdict verdict() {
        List<String> optional = suite.oneOf().stream().flatMap(List::stream).toList();
        Stream<Verdict> single = entries.stream().filter(entry -> !optional.contains(entry.entry.label()))
            .map(this::verdict);
        Stream<Verdict> groups = suite.oneOf().stream().map(group ->
            Verdict.any(group.stream().map(label -> verdict(named(label))).toList()));
        return Verdict.all(Stream.concat(single, groups).toList());
    }

    private Entry named(String label) {
        return entries.stream().filter(entry -> entry.entry.label().equals(label)).findFirst().orElseThrow();
    }
}
