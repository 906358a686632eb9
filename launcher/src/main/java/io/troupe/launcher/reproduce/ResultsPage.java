package io.troupe.launcher.reproduce;

import io.troupe.actor.evaluation.Baseline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results for people: a page in Markdown, with a table and a picture. */
final class ResultsPage {
    private static final List<String> HEADINGS = List.of("network", "floor", "seeds that reach it", "greedy return",
        "each seed", "last evaluation", "env steps", "seconds");
    private static final int COLUMNS = 120;
    private static final String NOTHING = "–";

    private ResultsPage() {
    }

    /** @param picture the file beside it */
    static String of(Results results, String picture) {
        Suite suite = results.suite();
        StringBuilder page = new StringBuilder("# " + suite.name() + "\n\n");
        if (!suite.claims().isEmpty()) {
            page.append(suite.claims()).append("\n\n");
        }
        page.append(verdict(results)).append("\n\n");
        List<List<String>> rows = rows(results);
        page.append(row(rows.get(0))).append("|---".repeat(rows.get(0).size())).append("|\n");
        rows.subList(1, rows.size()).forEach(row -> page.append(row(row)));
        page.append("\n![Greedy mean return over environment steps, a line a seed](").append(picture).append(")\n\n");
        conditions(results).forEach(line -> page.append(item(line)));
        return page.toString();
    }

    /** What became of the suite's claim. */
    static String verdict(Results results) {
        long seeds = results.entries().stream().mapToLong(entry -> entry.seeds().size()).sum();
        long done = results.entries().stream().mapToLong(entry -> entry.outcomes().size()).sum();
        if (results.budgetFraction() < 1) {
            return text("Shortened to %s of the budget, which shows that it runs and nothing else.",
                Numbers.shortest(results.budgetFraction()));
        }
        return switch (results.verdict()) {
            case HOLDS -> "Every floor was reached" + (results.suite().oneOf().isEmpty() ? "."
                : ", where " + results.suite().oneOf().stream().map(group -> "one of " + String.join(", ", group))
                .collect(Collectors.joining(" and ")) + " is enough.");
            case FAILS -> "Not every floor was reached.";
            case OPEN -> text("Not decided: %,d of %,d runs are done.", done, seeds);
        };
    }

    /** The headings, and a row for each entry. */
    static List<List<String>> rows(Results results) {
        List<String> measures = measures(results);
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(HEADINGS.stream(), measures.stream()).toList());
        for (Results.Entry entry : results.entries()) {
            List<RunOutcome> outcomes = entry.outcomes();
            List<Double> returns = entry.returns();
            List<String> row = new ArrayList<>(List.of(entry.entry().label(),
                entry.entry().floor().isNone() ? NOTHING : entry.entry().floor().toString(),
                entry.entry().floor().isNone() ? NOTHING
                    : results.metCount(entry) + " of " + entry.seeds().size(),
                range(returns),
                outcomes.isEmpty() ? NOTHING
                    : returns.stream().map(ResultsPage::measured).collect(Collectors.joining(" ")),
                range(outcomes.stream().map(outcome -> outcome.greedyReturn(Floor.Judged.LAST)).toList()),
                median(outcomes.stream().map(outcome -> (double) outcome.summary().envSteps()).toList()),
                median(outcomes.stream().map(outcome -> outcome.summary().wallS()).toList())));
            for (String measure : measures) {
                Bounds bounds = entry.entry().measures().get(measure);
                row.add(bounds == null ? NOTHING
                    : range(outcomes.stream().map(outcome -> outcome.measure(measure)).toList())
                        + (bounds.isNone() ? "" : ", floor " + bounds));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> measures(Results results) {
        return results.entries().stream().flatMap(entry -> entry.entry().measures().keySet().stream()).distinct()
            .toList();
    }

    /** What one has to know to read the numbers, and to get them again. */
    private static List<String> conditions(Results results) {
        Suite suite = results.suite();
        Set<String> budgets = new TreeSet<>();
        Set<String> machines = new TreeSet<>();
        int mostJobs = 1;
        int restarted = 0;
        for (Results.Entry entry : results.entries()) {
            Budget budget = entry.entry().budget().times(results.budgetFraction());
            budgets.add(text("%,d env steps and %,.0f s", budget.maxEnvSteps(), budget.wallS()));
            for (RunOutcome outcome : entry.outcomes()) {
                machines.add(outcome.record().machine().toString());
                mostJobs = Math.max(mostJobs, outcome.record().jobs());
                restarted += outcome.starts() > 1 ? 1 : 0;
            }
        }
        List<String> lines = new ArrayList<>(List.of(
            "*greedy return*: mean over the seeds, and from the lowest to the highest, of each run's best checkpoint"
                + text(" over %,d episodes that had no part in choosing it", suite.evaluation().episodes())
                + (suite.evaluation().environmentOptions().isEmpty() ? ""
                : ", with " + String.join(", ", suite.evaluation().environmentOptions()) + " of the environment")
                + "; where the floor is one *at the end*, of its last evaluation",
            "*env steps*, *seconds*: median over the seeds; a run had at most " + String.join(" or ", budgets)
                + (results.entries().stream().anyMatch(entry -> entry.entry().untilReturn().isPresent())
                ? ", and ended before where an evaluation reached its goal" : ""),
            "measured on " + (machines.isEmpty() ? NOTHING : String.join("; ", machines)) + "; " + (mostJobs == 1
                ? "one run at a time" : "up to " + mostJobs + " runs at the same time")));
        if (!suite.evaluation().baselines().isEmpty()) {
            lines.add("*above_…*: by how much the mean return is above that of the same episodes played by "
                + suite.evaluation().baselines().stream().map(Baseline::toString).collect(Collectors.joining(", ")));
        }
        if (restarted > 0) {
            lines.add(restarted + (restarted == 1 ? " run was" : " runs were") + " interrupted, and went on");
        }
        lines.add("again: `./troupe reproduce " + suite.name() + "`");
        return lines;
    }

    /** As in {@code 487.5 (471.0 – 500.0)}. */
    private static String range(List<Double> values) {
        if (values.isEmpty()) {
            return NOTHING;
        }
        String mean = measured(values.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        return values.size() == 1 ? mean
            : mean + " (" + measured(Collections.min(values)) + " – " + measured(Collections.max(values)) + ")";
    }

    private static String measured(double value) {
        return Double.isNaN(value) ? NOTHING : Numbers.measured(value);
    }

    private static String median(List<Double> values) {
        if (values.isEmpty()) {
            return NOTHING;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return Numbers.count(sorted.size() % 2 == 1 ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    /** An item of a list, on lines that are not too long to be read as they are. */
    private static String item(String text) {
        StringBuilder item = new StringBuilder("-");
        int column = item.length();
        for (String word : text.split(" ")) {
            boolean isFull = column + 1 + word.length() > COLUMNS;
            item.append(isFull ? "\n  " : " ").append(word);
            column = (isFull ? 2 : column + 1) + word.length();
        }
        return item.append('\n').toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
