package io.troupe.benchmarks.scale;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.BenchmarkOptions;
import io.troupe.benchmarks.Commands;
import io.troupe.benchmarks.ScratchFolder;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs with a process for each learner, shard and actor on this machine, some time each: environment steps and learner
 * steps a second by their number. Nothing limits the replay ratio, so each goes as fast as the machine's cores let it.
 */
public final class ThroughputBenchmark implements Benchmark {
    /** Steps of the replay for each step in lanes' open segments; a run is refused with less than 8. */
    private static final int ROOM = 16;

    private final Commands commands;

    public ThroughputBenchmark(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String description() {
        return "runs of several processes on this machine: env and learner steps a second by shards and actors";
    }

    /** Arguments: {@code --actors 1,2,4,8,16}, {@code --shards 1,2,4}, {@code --environment NAME}, {@code --seconds N}. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        BenchmarkOptions options = new BenchmarkOptions("throughput").with("actors", "1,2,4,8,16").with("shards", "1,2,4")
            .with("environment", "cartpole").with("seconds", "20").read(args);
        int[] actors = options.counts("actors", 1);
        int[] shards = options.counts("shards", 1);
        String environment = options.text("environment");
        long capacitySteps = capacitySteps(environment, Arrays.stream(actors).max().orElseThrow());
        int seconds = options.counts("seconds", 1)[0];
        if (!asJson) {
            out.println(options);
            out.printf("%7s %7s %14s %16s%n", "actors", "shards", "env steps/s", "learner steps/s");
        }
        for (int shardCount : shards) {
            for (int actorCount : actors) {
                progress.accept(actorCount + " actors and " + shardCount + " shards, for " + seconds + " s …");
                try (ScratchFolder folder = ScratchFolder.of(name())) {
                    MeasuredRun.Rates rates = MeasuredRun.of(commands, folder.path(),
                        new MeasuredRun.Plan(environment, capacitySteps, actorCount, shardCount, seconds));
                    progress.accept("");
                    out.printf(Locale.ROOT, asJson ? "{\"actors\":%d,\"shards\":%d,\"env_steps_per_s\":%.1f,"
                        + "\"learner_steps_per_s\":%.1f}%n" : "%7d %7d %14.0f %16.1f%n", actorCount, shardCount,
                        rates.envStepsPerS(), rates.learnerStepsPerS());
                    out.flush();
                }
            }
        }
    }

    /**
     * Of the replay in all runs: the preset's, or more where the open segments of so many actors' lanes would fill it, even
     * where one shard has twice as many lanes as another.
     */
    static long capacitySteps(String environment, int mostActors) {
        TroupeSettings preset = new SettingsLoader(Environments::preset).set("environment.name=" + environment).load()
            .settings();
        long openSteps = (long) mostActors * preset.actors().lanes() * preset.replay().segmentSteps();
        return Math.max(preset.replay().capacitySteps(), ROOM * openSteps);
    }
}
