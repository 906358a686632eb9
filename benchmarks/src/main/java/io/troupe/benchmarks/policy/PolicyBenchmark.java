package io.troupe.benchmarks.policy;

import io.troupe.benchmarks.Benchmark;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code troupe bench policy}: a policy in process, and over HTTP with weights that change under load. */
public final class PolicyBenchmark implements Benchmark {
    private static final int CLIENTS = 32;
    private static final int SWAPS = 100;
    private static final double SECONDS = 10;

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String description() {
        return "act() of a policy in process, and over HTTP with 32 clients and 100 swaps of its weights";
    }

    /** Arguments: none. Of the lines, each is there only when it was measured whole: the last two take 20 s each. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (!args.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark policy takes no arguments, got " + args);
        }
        for (String network : List.of("mlp", "lstm", "transformer")) {
            progress.accept("measuring act() of " + network + " in process");
            ActLatency latency = ActLatency.of(network);
            progress.accept("");
            out.printf(Locale.ROOT, asJson
                ? "{\"network\":\"%s\",\"act_p50_ms\":%.4f,\"act_p99_ms\":%.4f,\"act_max_ms\":%.3f,\"acts_per_s\":%.0f}%n"
                : "%-12s act() in process: p50 %.4f ms, p99 %.4f ms, longest %.3f ms; %.0f a second%n", latency.network(),
                latency.p50Ms(), latency.p99Ms(), latency.maxMs(), latency.perSecond());
        }
        for (int swaps : new int[] {0, SWAPS}) {
            progress.accept(String.format(Locale.ROOT,
                "measuring over HTTP with %d swaps for %.0f s, after as long a warm-up", swaps, SECONDS));
            ServedLoad load = ServedLoad.of(CLIENTS, swaps, SECONDS);
            progress.accept("");
            out.printf(Locale.ROOT, asJson
                ? "{\"clients\":%d,\"swaps\":%d,\"requests_per_s\":%.0f,\"http_p50_ms\":%.3f,\"http_p99_ms\":%.3f,"
                    + "\"errors\":%d,\"mixed\":%d}%n"
                : "HTTP, mlp, %d clients, %d swaps: %.0f requests/s, p50 %.3f ms, p99 %.3f ms, %d errors, %d mixed%n",
                load.clients(), load.swaps(), load.requestsPerS(), load.p50Ms(), load.p99Ms(), load.errors(), load.mixed());
        }
    }
}
