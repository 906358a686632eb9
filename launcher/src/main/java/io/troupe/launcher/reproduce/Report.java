package io.troupe.launcher.reproduce;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.file.Path;
import java.util.List;

/** What a reproduction has to show. */
public final class Report {
    private final Results results;
    private final Path folder;
    private final List<String> failures;

    /** @param failures of runs, a line each */
    Report(Results results, Path folder, List<String> failures) {
        this.results = results;
        this.folder = folder;
        this.failures = failures;
    }

    /** Writes {@code results.json}, {@code results.md} and {@code results.svg} into the runs' folder. */
    public void write() {
        TextFile.write(folder.resolve("results.json"), ResultsJson.of(results).toPrettyString() + "\n");
        TextFile.write(folder.resolve("results.md"), ResultsPage.of(results, "results.svg"));
        TextFile.write(folder.resolve("results.svg"), LearningCurves.of(results));
    }

    /**
     * Writes the page and its picture, {@code results/<suite>.md} and {@code .svg}, for readers of the documentation.
     *
     * @throws TroupeException CONFIGURATION where it would tell of less than the whole suite
     */
    public void writePage(Path documentation) {
        long missing = results.entries().stream()
            .mapToLong(entry -> entry.seeds().size() - entry.outcomes().size()).sum();
        if (missing > 0 || results.budgetFraction() < 1) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "--page: no page is written of "
                + (missing > 0 ? "a suite of which " + missing + " runs are missing"
                : "runs with less than their budget") + "; run all of it first");
        }
        Path pages = documentation.resolve("results");
        String name = results.suite().name();
        TextFile.write(pages.resolve(name + ".svg"), LearningCurves.of(results));
        TextFile.write(pages.resolve(name + ".md"), ResultsPage.of(results, name + ".svg"));
    }

    /** In one line. */
    public String json() {
        return ResultsJson.of(results).toString();
    }

    /** For people: a row of cells for each entry, the headings first. */
    public List<List<String>> table() {
        return ResultsPage.rows(results);
    }

    /** What became of the suite's claim, in words. */
    public String verdict() {
        return ResultsPage.verdict(results);
    }

    /** Whether the suite was run as it is meant, and what it claims was not seen. */
    public boolean isRefuted() {
        return results.verdict() == Verdict.FAILS;
    }

    public List<String> failures() {
        return failures;
    }
}
