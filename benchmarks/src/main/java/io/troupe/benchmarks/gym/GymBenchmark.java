package io.troupe.benchmarks.gym;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.Spread;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Eight environments of Gymnasium's in one Python process, stepped through the bridge with random actions, in turns with a
 * bare loop over eight of the same in the same Python: wall time, medians of the turns.
 */
public final class GymBenchmark implements Benchmark {
    private static final String DEFAULT_ENVIRONMENT = "CartPole-v1";
    private static final int COUNT = 8;
    private static final int TURNS = 7;
    private static final double TURN_S = 1.5;

    @Override
    public String name() {
        return "gym";
    }

    @Override
    public String description() {
        return "steps a second of Gymnasium's environments through the bridge, against a bare loop in Python";
    }

    /** Arguments: the environment's name in Gymnasium (CartPole-v1). */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (args.size() > 1 || args.stream().anyMatch(arg -> arg.startsWith("-"))) {
            throw new TroupeException(ErrorCode.CONFIGURATION,
                "the benchmark gym takes the name of one environment, such as " + DEFAULT_ENVIRONMENT + ", got " + args);
        }
        String name = args.isEmpty() ? DEFAULT_ENVIRONMENT : args.get(0).replaceFirst("^gym:", "");
        EnvironmentProvider provider = Environments.named("gym:" + name);
        String python = System.getenv().getOrDefault("TROUPE_PYTHON", "python3");
        // First: it tells what is wrong with the environment, if something is.
        try (BridgeLoop bridge = new BridgeLoop(provider, Map.of(), COUNT);
             BareLoop bare = new BareLoop(python, name, COUNT)) {
            bridge.run(TURN_S);
            bare.run(TURN_S);
            double[] bridged = new double[TURNS];
            double[] alone = new double[TURNS];
            double[] ratios = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                progress.accept("turn " + (turn + 1) + " of " + TURNS);
                bridged[turn] = bridge.run(TURN_S);
                alone[turn] = bare.run(TURN_S);
                ratios[turn] = bridged[turn] / alone[turn];
            }
            progress.accept("");
            report(name, bare.description(), Spread.of(bridged), Spread.of(alone), Spread.of(ratios), asJson, out);
        }
    }

    private static void report(String name, String versions, Spread bridged, Spread alone, Spread ratio, boolean asJson,
                               PrintStream out) {
        String format = asJson
            ? "{\"environment\":\"%s\",\"environments\":%d,\"versions\":\"%s\",\"steps_per_s\":%.0f,"
                + "\"steps_per_s_min\":%.0f,\"steps_per_s_max\":%.0f,\"bare_steps_per_s\":%.0f,"
                + "\"bare_steps_per_s_min\":%.0f,"
                + "\"bare_steps_per_s_max\":%.0f,\"ratio\":%.3f,\"ratio_min\":%.3f,\"ratio_max\":%.3f}%n"
            : "%d × %s (%s)%n  bridge     %,10.0f steps/s (%,.0f – %,.0f)%n"
                + "  bare loop  %,10.0f steps/s (%,.0f – %,.0f)%n"
                + "  ratio      %10.2f (%.2f – %.2f)%n";
        Object what = asJson ? name : COUNT;
        Object howMany = asJson ? COUNT : name;
        out.printf(Locale.ROOT, format, what, howMany, versions, bridged.median(), bridged.min(), bridged.max(),
            alone.median(), alone.min(), alone.max(), ratio.median(), ratio.min(), ratio.max());
    }
}
