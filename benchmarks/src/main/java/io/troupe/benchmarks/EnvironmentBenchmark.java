package io.troupe.benchmarks;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steps a second of an environment on one thread, by random actions, resets among them: what an actor could reach with a
 * network that costs nothing. Observations are written into a record as a lane's are.
 */
final class EnvironmentBenchmark implements Benchmark {
    private static final int REPETITION_MS = 300;
    private static final int STEPS = 1000;

    @Override
    public String name() {
        return "env";
    }

    @Override
    public String description() {
        return "steps a second of environments on one thread, by random actions, and the bytes that a step allocates";
    }

    /** Arguments: names of environments; none: all. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        for (String arg : args) {
            if (arg.startsWith("-")) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark env has no option '" + arg
                    + "'; it takes names of environments (troupe envs), or none for all");
            }
        }
        List<EnvironmentProvider> chosen =
            args.isEmpty() ? Environments.all() : args.stream().map(Environments::named).toList();
        if (!asJson) {
            out.printf("%-24s %14s %30s %16s%n", "environment", "steps/s", "(slowest … fastest)", "bytes a step");
        }
        for (EnvironmentProvider provider : chosen) {
            progress.accept(provider.name());
            Measurement measured = measure(provider);
            progress.accept("");
            out.printf(Locale.ROOT, asJson
                    ? "{\"environment\":\"%s\",\"steps_per_s\":%.0f,\"steps_per_s_min\":%.0f,\"steps_per_s_max\":%.0f,"
                        + "\"bytes_per_step\":%.3f}%n"
                    : "%-24s %14.0f (%12.0f … %12.0f) %16.3f%n", provider.name(), measured.perSecond(STEPS),
                STEPS / measured.maxNs() * 1e9, STEPS / measured.minNs() * 1e9, measured.allocatedBytes() / STEPS);
        }
    }

    private static Measurement measure(EnvironmentProvider provider) {
        EnvironmentSchema schema = provider.schema(Map.of());
        StepLayout layout = new StepLayout(schema);
        StepOutcome outcome = new StepOutcome(layout);
        UnsafeBuffer record = new UnsafeBuffer(BufferUtil.allocateDirectAligned(layout.stride(), 64));
        outcome.observation().wrap(record, 0);
        SplitMix64 random = new SplitMix64(1);
        try (Environment environment = provider.create(Map.of(), new SplitMix64(2))) {
            environment.reset(outcome.observation());
            if (schema.hasActionMask()) {
                ActionMask mask = new ActionMask(layout);
                return Measurement.of(() -> playMasked(environment, outcome, random, mask, record), REPETITION_MS);
            }
            return Measurement.of(() -> play(environment, outcome, random, schema.actionCount()), REPETITION_MS);
        }
    }

    private static void playMasked(Environment environment, StepOutcome outcome, SplitMix64 random, ActionMask mask,
                                   UnsafeBuffer record) {
        for (int i = 0; i < STEPS; i++) {
            environment.step(mask.random(random, record, 0), outcome.clear());
            if (outcome.isEnd()) {
                environment.reset(outcome.observation());
            }
        }
    }

    private static void play(Environment environment, StepOutcome outcome, SplitMix64 random, int actions) {
        for (int i = 0; i < STEPS; i++) {
            // The upper half of 64 random bits, times the number of actions: as uniform as can be told, without a division.
            environment.step((int) ((random.nextLong() >>> 32) * actions >>> 32), outcome.clear());
            if (outcome.isEnd()) {
                environment.reset(outcome.observation());
            }
        }
    }
}
