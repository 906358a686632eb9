package io.troupe.benchmarks.scale;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.BenchmarkOptions;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which part of the system is the first that cannot keep up with more actors, and how long weights take to reach the last
 * one: the learner's own sampler and rate limiter, and both ends of the weights' way, in simulated time over a simulated
 * network.
 */
public final class ScaleBenchmark implements Benchmark {
    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String description() {
        return "thousands of actors and 64 shards in simulated time: the first bottleneck, and weights to the last actor";
    }

    /** Arguments: see {@link ScaleCases#options}. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        BenchmarkOptions options = ScaleCases.options().read(args);
        List<ScaleCase> cases = ScaleCases.of(options);
        ScaleReport report = new ScaleReport(asJson, out);
        report.begin(options);
        for (int i = 0; i < cases.size(); i++) {
            ScaleCase simulated = cases.get(i);
            progress.accept("simulating " + (i + 1) + " of " + cases.size() + ": " + simulated.actors() + " actors, "
                + simulated.shards() + " shards, fan-out " + simulated.fanOut() + " …");
            ScaleResult result = new ScaleSimulation(simulated).run();
            progress.accept("");
            report.row(result);
        }
    }
}
