package io.troupe.benchmarks.learned;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.Commands;
import io.troupe.benchmarks.ScratchFolder;
import io.troupe.benchmarks.pytorch.PyTorchProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Seconds until tasks are learned, by {@code troupe train} with the environments' presets, and in turns by the same
 * algorithm with the same settings in one process with PyTorch. docs/benchmarks.md says what each figure means.
 */
public final class LearnedBenchmark implements Benchmark {
    private final String python;
    private final Commands commands;

    /** The Python is that of {@code TROUPE_PYTHON}, or {@code python3}. */
    public LearnedBenchmark(Commands commands) {
        this(PyTorchProcess.python(), commands);
    }

    LearnedBenchmark(String python, Commands commands) {
        this.python = python;
        this.commands = commands;
    }

    @Override
    public String name() {
        return "learned";
    }

    @Override
    public String description() {
        return "seconds until tasks are learned, against one process with PyTorch (TROUPE_PYTHON)";
    }

    /**
     * Arguments: tasks, {@code --seeds} (how many), {@code --first-seed}, {@code --threads} of PyTorch, {@code --goal},
     * {@code --limit} in seconds.
     */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        LearnedPlan plan = LearnedPlan.parse(args);
        PyTorchRun pyTorch = new PyTorchRun(python, plan.threads());
        String description = pyTorch.description();
        LearnedReport report = new LearnedReport(asJson, out);
        report.begin(description);
        try (ScratchFolder folder = ScratchFolder.of(name())) {
            TroupeRun troupe = new TroupeRun(commands, folder.path());
            for (LearnedTask task : plan.tasks()) {
                report.task(compare(task, plan.seeds(), troupe, description == null ? null : pyTorch, report, progress));
            }
        }
    }

    /** In turns, so that both see the same state of the machine. */
    private static LearnedComparison compare(LearnedTask task, List<Integer> seeds, TroupeRun troupe, PyTorchRun pyTorch,
                                             LearnedReport report, Consumer<String> progress) {
        List<LearnedResult> ours = new ArrayList<>();
        List<LearnedResult> peers = new ArrayList<>();
        for (int seed : seeds) {
            String what = task.name() + ", seed " + seed + ", run " + (ours.size() + 1) + " of " + seeds.size() + ": ";
            progress.accept(what + "Troupe");
            LearnedResult own = troupe.run(task, seed);
            ours.add(own);
            LearnedResult peer = null;
            if (pyTorch != null) {
                progress.accept(what + "PyTorch");
                peer = pyTorch.run(task, seed, told -> progress.accept(what + "PyTorch, " + told));
                peers.add(peer);
            }
            progress.accept("");
            report.seed(task, seed, own, peer);
        }
        return new LearnedComparison(task, ours, peers);
    }
}
