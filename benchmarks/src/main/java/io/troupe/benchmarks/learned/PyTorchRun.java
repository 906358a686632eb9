package io.troupe.benchmarks.learned;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.pytorch.PeerCase;
import io.troupe.benchmarks.pytorch.PyTorchProcess;
import io.troupe.common.config.ActorSettings.Exploration;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.ImportanceExponent;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code dqn.py}: the same algorithm with the same settings, written for one process with PyTorch. */
final class PyTorchRun {
    private static final List<String> SCRIPTS = List.of("dqn.py", "acting.py", "environments.py", "replay.py");

    private final String python;
    private final int threads;

    PyTorchRun(String python, int threads) {
        this.python = python;
        this.threads = threads;
    }

    /** What it is; null where there is no PyTorch, which the error output is told. */
    String description() {
        try (PyTorchProcess process = PyTorchProcess.startIfThere(python, threads, PyTorchRun.class, SCRIPTS)) {
            return process == null ? null : process.description();
        }
    }

    /**
     * @param progress hears each evaluation
     * @throws TroupeException RESOURCE where it ends without a result
     */
    LearnedResult run(LearnedTask task, long seed, Consumer<String> progress) {
        long startNs = System.nanoTime();
        JsonNode end;
        try (PyTorchProcess process = PyTorchProcess.start(python, threads, PyTorchRun.class, SCRIPTS)) {
            process.tell(describe(task.contract(seed), task.limitS()));
            end = process.answer();
            while (!end.has("is_reached")) {
                progress.accept(String.format(Locale.ROOT, "%,d env steps, greedy return %.2f",
                    end.get("env_steps").asLong(), end.get("mean_return").asDouble()));
                end = process.answer();
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the peer in PyTorch came to nothing: " + e.getMessage(), e);
        }
        return new LearnedResult(end.get("is_reached").asBoolean(), end.get("time_s").asDouble(),
            (System.nanoTime() - startNs) / 1e9, end.get("evaluation_s").asDouble(), end.get("env_steps").asLong(),
            end.get("learner_steps").asLong());
    }

    private static ObjectNode describe(RunContract contract, double limitS) {
        TroupeSettings settings = contract.settings();
        ObjectNode description = PeerCase.describe(contract)
            .put("seed", settings.run().seed())
            .put("until_return", settings.run().untilReturn().orElseThrow())
            .put("max_env_steps", settings.run().maxEnvSteps())
            .put("limit_s", limitS)
            .put("evaluation_episodes", settings.evaluation().episodes())
            .put("evaluation_interval_s", settings.evaluation().intervalS());
        describeEnvironment(settings, description);
        describeReplay(settings.learning(), settings.replay(), description);
        return description;
    }

    private static void describeEnvironment(TroupeSettings settings, ObjectNode to) {
        String name = settings.environment().name();
        ObjectNode options = to.put("environment", name).putObject("environment_options");
        Environments.named(name).options().forEach(options::put);
        settings.environment().options().forEach(options::put);
        Exploration exploration = settings.actors().exploration();
        to.put("lanes", settings.actors().count() * settings.actors().lanes())
            .put("ladder_epsilon", exploration.epsilon())
            .put("ladder_alpha", exploration.alpha());
    }

    private static void describeReplay(LearningSettings learning, ReplaySettings replay, ObjectNode to) {
        ImportanceExponent exponent = learning.importanceExponent();
        to.put("batch_size", learning.batchSize())
            .put("burn_in", learning.sequence().burnIn())
            .put("sequence_period", learning.sequence().period())
            .put("stored_state", learning.sequence().isStateStored())
            .put("capacity_steps", replay.capacitySteps())
            .put("min_size_steps", replay.minSizeSteps())
            .put("samples_per_insert", replay.samplesPerInsert().orElseThrow())
            .put("priority_exponent", replay.priorityExponent())
            .put("beta_initial", exponent.initial())
            .put("beta_final", exponent.last())
            .put("beta_steps", exponent.steps());
    }
}
