package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link ReplayParts} by JMH: one fork of a part, 3 warm-ups and 5 measurements of 300 ms. */
final class PartsBenchmark implements Benchmark {
    private static final TimeValue ITERATION = TimeValue.milliseconds(300);
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public String description() {
        return "draw, update, append and gather of the replay, each alone, by JMH with what each allocates";
    }

    /** Takes no arguments. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (!args.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark parts takes no arguments, got " + args);
        }
        // Other programs that use JMH on this machine are none of its business.
        System.setProperty("jmh.ignoreLock", "true");
        OptionsBuilder options = new OptionsBuilder();
        options.include(ReplayParts.class.getName()).forks(1).warmupIterations(3).warmupTime(ITERATION)
            .measurementIterations(5).measurementTime(ITERATION).addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT).shouldFailOnError(true)
            .jvmArgsAppend("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC");
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                print(result, asJson, out);
            }
        } catch (RunnerException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "JMH could not run the parts: " + e.getMessage(), e);
        }
    }

    private static void print(RunResult result, boolean asJson, PrintStream out) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(ALLOCATION)).findFirst().orElseThrow().getValue();
        out.printf(Locale.ROOT, asJson
                ? "{\"part\":\"%s\",\"ns_per_operation\":%.2f,\"ns_error\":%.2f,\"bytes_per_operation\":%.3f}%n"
                : "%-12s %8.2f ± %.2f ns %8.3f bytes allocated%n",
            time.getLabel(), time.getScore(), time.getScoreError(), allocation.getScore());
        out.flush();
    }
}
