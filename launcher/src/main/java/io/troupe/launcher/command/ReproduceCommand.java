package io.troupe.launcher.command;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.launcher.StopSignals;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.reproduce.Report;
import io.troupe.launcher.reproduce.Reproduction;
import io.troupe.launcher.reproduce.ReproductionRequest;
import io.troupe.launcher.reproduce.Suites;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe reproduce}. */
@Command(name = "reproduce", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    sortOptions = false,
    description = {"Trains the networks of a suite, each with several seeds, and shows whether they do what is claimed"
        + " of them. Without a name: which suites there are.",
        "Runs that are done are not run again: the same command goes on after an interruption."},
    footer = {"", "Exit status: 1 where all runs are done and the claim was not seen."})
public final class ReproduceCommand implements Callable<Integer> {
    private static final int REFUTED_STATUS = 1;

    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A suite, or a file of your own with one.")
    private String name;
    @Option(names = "--seeds", paramLabel = "N", split = ",",
        description = "These instead of the suite's, as in 1,2,3.")
    private List<Long> seeds = List.of();
    @Option(names = "--only", paramLabel = "LABEL", split = ",", description = "Run these entries of the suite alone.")
    private List<String> only = List.of();
    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1",
        description = "Runs at the same time; one takes about two cores (${DEFAULT-VALUE}).")
    private int jobs;
    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the runs and results (runs/reproduce-NAME).")
    private Path folder;
    @Option(names = "--budget", paramLabel = "FRACTION", defaultValue = "1",
        description = "Of each run's steps and time; below 1 only to see that it runs (${DEFAULT-VALUE}).")
    private double budget;
    @Option(names = "--page", paramLabel = "DIR", description = "Write DIR/results/NAME.md and .svg too, as for docs.")
    private Path documentation;
    @Option(names = "--json", description = "The results as one JSON object; how it goes is told on the error output.")
    private boolean isJson;

    public ReproduceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (name == null) {
            Suites.describe().forEach(surroundings.out()::println);
            return 0;
        }
        if (jobs < 1) {
            throw TroupeCommand.usageProblem(spec, "--jobs: got " + jobs + ", expected at least 1");
        }
        if (!(budget > 0 && budget <= 1)) {
            throw TroupeCommand.usageProblem(spec, "--budget: got " + budget
                + ", expected a number above 0, at most 1");
        }
        if (documentation != null && (budget < 1 || !seeds.isEmpty())) {
            throw TroupeCommand.usageProblem(spec, "--page: got " + documentation + " with --" + (budget < 1 ? "budget"
                : "seeds") + "; a page tells of the suite's own seeds with their whole budget: leave that away");
        }
        PrintStream progress = isJson ? surroundings.err() : surroundings.out();
        Reproduction reproduction = new Reproduction(
            new ReproductionRequest(name, seeds.stream().distinct().toList(), only, jobs, folder, budget),
            new ConfigurationOptions()::loader, surroundings, progress, TroupeCommand.Version.text());
        Report report = run(reproduction);
        report.write();
        show(report);
        if (!report.failures().isEmpty()) {
            throw new TroupeException(ErrorCode.RESOURCE, report.failures().size() + " of the runs failed:\n  "
                + String.join("\n  ", report.failures()));
        }
        if (documentation != null) {
            report.writePage(documentation);
        }
        return report.isRefuted() ? REFUTED_STATUS : 0;
    }

    private Report run(Reproduction reproduction) {
        StopSignals.Listening listening = surroundings.stopSignals().listen(reason -> {
            surroundings.err().println("\nstopping: the same command goes on; once more ends at once");
            reproduction.requestStop();
        }, reproduction::abandon, true);
        try {
            return reproduction.run();
        } finally {
            listening.close();
        }
    }

    private void show(Report report) {
        if (isJson) {
            surroundings.out().println(report.json());
            return;
        }
        List<List<String>> rows = report.table();
        TextTable table = new TextTable(rows.get(0).toArray(new String[0]));
        rows.subList(1, rows.size()).forEach(row -> table.row(row.toArray(new String[0])));
        surroundings.out().print("\n" + table + "\n" + report.verdict() + "\n");
    }
}
