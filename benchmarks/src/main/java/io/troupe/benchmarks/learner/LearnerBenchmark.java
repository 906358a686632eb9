package io.troupe.benchmarks.learner;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.pytorch.PyTorchProcess;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Steps of the product's learner on batches that are there already, in turns with the same step in PyTorch, eager,
 * from Python: same networks, weights, batches and algorithm, one thread each. docs/benchmarks.md says what each figure
 * means.
 */
public final class LearnerBenchmark implements Benchmark {
    private static final int THREADS = 1;

    private final String python;
    private final List<LearnerCase> cases;

    /** The Python is that of {@code TROUPE_PYTHON}, or {@code python3}. */
    public LearnerBenchmark() {
        this(PyTorchProcess.python(), LearnerCase.ALL);
    }

    LearnerBenchmark(String python, List<LearnerCase> cases) {
        this.python = python;
        this.cases = cases;
    }

    @Override
    public String name() {
        return "learner";
    }

    @Override
    public String description() {
        return "learner steps a second by network and batch, against PyTorch in Python (TROUPE_PYTHON)";
    }

    /** Arguments: {@code --seconds} of CPU time in a turn, {@code --rounds}, {@code --set PATH=VALUE}, names of cases. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        LearnerPlan plan = LearnerPlan.parse(args, cases);
        LearnerReport report = new LearnerReport(asJson, out);
        try (PyTorchPeer peer = PyTorchPeer.startIfThere(python, THREADS)) {
            report.begin(peer == null ? "alone" : peer.description());
            for (LearnerCase one : plan.cases()) {
                report.row(new LearnerComparison(one, plan).run(peer));
            }
        }
    }
}
