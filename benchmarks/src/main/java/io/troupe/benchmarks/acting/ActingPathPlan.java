package io.troupe.benchmarks.acting;

import io.troupe.benchmarks.BenchmarkOptions;
import io.troupe.benchmarks.OptionValues;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.run.RunContract;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is measured.
 *
 * @param contracts of a run of each environment by its preset
 * @param lanes     K, one after the other
 * @param turnNs    how long one turn is
 */
record ActingPathPlan(List<RunContract> contracts, int[] lanes, long turnNs) {
    private static final String NAME = "acting-path";
    /** A shard, its files and its thread are there for each. */
    private static final int MAX_COUNTS = 8;
    private static final int CAPACITY_STEPS = 200_000;
    private static final int CAPACITY_STEPS_PER_LANE = 1024;
    private static final List<String> ENVIRONMENTS = List.of("cartpole", "minatar-breakout", "masked-cartpole");

    ActingPathPlan {
        contracts = List.copyOf(contracts);
        lanes = lanes.clone();
    }

    /** @throws io.troupe.common.error.TroupeException CONFIGURATION where an argument is not known */
    static ActingPathPlan parse(List<String> arguments) {
        List<String> environments = arguments.stream().takeWhile(Predicate.not(word -> word.startsWith("-"))).toList();
        BenchmarkOptions options = new BenchmarkOptions(NAME).with("lanes", "8,16,32,64").with("seconds", "1")
            .read(arguments.subList(environments.size(), arguments.size()));
        int[] lanes = options.counts("lanes", 1);
        if (lanes.length > MAX_COUNTS) {
            throw new OptionValues(NAME).problem("takes " + MAX_COUNTS + " numbers after --lanes at most, got "
                + options.text("lanes"));
        }
        int mostLanes = Arrays.stream(lanes).max().orElseThrow();
        return new ActingPathPlan((environments.isEmpty() ? ENVIRONMENTS : environments).stream()
            .map(environment -> contract(environment, mostLanes)).toList(), lanes,
            (long) (options.number("seconds") * 1e9));
    }

    /** One shard, with room for the open segments of all lanes: presets have it for those that they set. */
    private static RunContract contract(String environment, int mostLanes) {
        EffectiveConfiguration configuration = new SettingsLoader(Environments::preset)
            .set("environment.name=" + environment).set("replay.shards=1")
            .set("replay.capacity-steps=" + (CAPACITY_STEPS + CAPACITY_STEPS_PER_LANE * mostLanes)).load();
        TroupeSettings settings = configuration.settings();
        return new RunContract("bench-" + NAME, configuration,
            Environments.of(settings.environment()).schema(settings.environment().options()));
    }
}
