package io.troupe.benchmarks;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ActingProbe;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decisions a second of the acting networks, lanes side by side, over episodes as long as the context; and of the
 * transformer both ways, keeping keys and values of the steps before and being shown all of them again, in turns.
 */
final class ActingBenchmark implements Benchmark {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("observation", 64)), 8);
    private static final int REPETITION_MS = 300;

    /** @param steps of an episode, and of the context */
    private record Case(String network, int lanes, int steps) {
        QNetwork build() {
            return QNetwork.of(new SettingsLoader(name -> "").network(network).set("network.memory.units=64")
                .set("network.memory.context-length=" + steps).set("learning.sequence.burn-in=0")
                .set("learning.sequence.length=" + (network.equals("mlp") ? 1 : steps)).load().settings().network(), SCHEMA);
        }
    }

    private static final List<Case> CASES = List.of(new Case("mlp", 8, 16), new Case("mlp", 64, 16),
        new Case("lstm", 8, 16), new Case("lstm", 64, 16), new Case("transformer", 8, 16), new Case("transformer", 64, 16),
        new Case("transformer", 8, 64), new Case("transformer", 8, 256));

    @Override
    public String name() {
        return "acting";
    }

    @Override
    public String description() {
        return "decisions a second of mlp, lstm and transformer; attention with kept keys and values against without";
    }

    /** Arguments: none. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (!args.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark acting takes no arguments, got " + args);
        }
        if (!asJson) {
            out.printf("%-12s %6s %6s %14s %22s %8s%n", "network", "lanes", "steps", "decisions/s", "showing all again",
                "ratio");
        }
        for (Case one : CASES) {
            measure(one, asJson, out);
        }
    }

    private static void measure(Case one, boolean asJson, PrintStream out) {
        QNetwork network = one.build();
        try (QFunction acting = loaded(new NetworkQFunction(network, one.lanes, 1), network);
             QFunction showingAll = loaded(ActingProbe.showingAll(network, one.lanes), network)) {
            Runnable episode = () -> play(acting, one);
            double decisions = (double) one.lanes * one.steps;
            if (network.contextLength() == 1) {
                report(one, Measurement.of(episode, REPETITION_MS).perSecond(decisions), Double.NaN, Double.NaN, asJson,
                    out);
                return;
            }
            Measurement.Turns turns = Measurement.inTurns(() -> play(showingAll, one), episode, REPETITION_MS);
            report(one, turns.other().perSecond(decisions), turns.one().perSecond(decisions), turns.ratio(), asJson, out);
        }
    }

    private static void report(Case one, double perSecond, double again, double ratio, boolean asJson, PrintStream out) {
        String format = asJson
            ? "{\"network\":\"%s\",\"lanes\":%d,\"steps\":%d,\"decisions_per_s\":%.0f,\"showing_all_per_s\":%s,"
                + "\"ratio\":%s}%n"
            : "%-12s %6d %6d %14.0f %22s %8s%n";
        String none = asJson ? "null" : "-";
        out.printf(Locale.ROOT, format, one.network, one.lanes, one.steps, perSecond,
            Double.isNaN(again) ? none : String.format(Locale.ROOT, "%.0f", again),
            Double.isNaN(ratio) ? none : String.format(Locale.ROOT, "%.2f", ratio));
    }

    private static QFunction loaded(QFunction function, QNetwork network) {
        try (NetworkWeights weights = new NetworkWeights(network.parameters(), false)) {
            weights.initialise(new SplittableRandom(1));
            UnsafeBuffer data = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
            weights.store(data, 0);
            function.load(data);
        }
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < function.maxRows() * 64; i++) {
            function.input(0).putFloat(i * Float.BYTES, (float) random.nextDouble(-1, 1));
        }
        return function;
    }

    /** An episode of every lane, side by side. */
    private static void play(QFunction function, Case one) {
        float[] q = new float[one.lanes * SCHEMA.actionCount()];
        for (int step = 0; step < one.steps; step++) {
            for (int lane = 0; lane < one.lanes; lane++) {
                function.show(lane, lane, step == 0 ? QFunction.NO_ACTION : 0, 0);
            }
            function.evaluate(one.lanes, q);
        }
    }
}
