package io.troupe.benchmarks.learned;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.run.RunContract;
import java.util.List;
import java.util.Map;

/**
 * Something to be learned, with the settings of the environment's preset.
 *
 * @param goal   mean return of a greedy evaluation that ends it
 * @param limitS seconds after which a run that has not reached the goal is stopped
 */
record LearnedTask(String name, String environment, String network, double goal, double limitS) {
    static final List<LearnedTask> ALL = List.of(
        new LearnedTask("cartpole", "cartpole", "mlp", 475, 120),
        new LearnedTask("masked-cartpole-lstm", "masked-cartpole", "lstm", 450, 600),
        new LearnedTask("masked-cartpole-transformer", "masked-cartpole", "transformer", 450, 600),
        // The best return is 1; who does not remember gets 0.5.
        new LearnedTask("tmaze-50", "tmaze-passive", "transformer", 0.98, 600),
        new LearnedTask("minatar-breakout", "minatar-breakout", "cnn", 10, 900));

    LearnedTask withGoal(double other) {
        return new LearnedTask(name, environment, network, other, limitS);
    }

    LearnedTask withLimit(double otherS) {
        return new LearnedTask(name, environment, network, goal, otherS);
    }

    /** What {@code troupe train} makes of it. */
    RunContract contract(long seed) {
        return new RunContract("bench", new SettingsLoader(Environments::preset).network(network)
            .set("environment.name=" + environment).set("run.seed=" + seed).set("run.until-return=" + goal).load(),
            Environments.named(environment).schema(Map.of()));
    }
}
