package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.status.RunSnapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Follows the learner process's {@code metrics.jsonl}, for a supervisor that shows how the run is going. */
final class MetricsTail {
    private final Path file;
    private final TroupeSettings settings;
    private final ObjectMapper json = new ObjectMapper();
    private long position;
    private long evaluations;
    private RunSnapshot.Evaluation evaluation;
    private OptionalDouble best = OptionalDouble.empty();

    /** Begins behind what an earlier start of the run has written. */
    MetricsTail(Path file, TroupeSettings settings) {
        this.file = file;
        this.settings = settings;
        position = wholeLines(file);
    }

    /** A torn last line is dropped by the next learner, so what it writes begins where that line did. */
    private static long wholeLines(Path file) {
        long end = file.toFile().length();
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            while (end > 0) {
                input.seek(end - 1);
                if (input.read() == '\n') {
                    break;
                }
                end--;
            }
            return end;
        } catch (IOException e) {
            return 0; // there is none yet
        }
    }

    /** The numbers of the newest whole line since the last call; null where there is none. */
    RunSnapshot next() {
        if (!Files.exists(file)) {
            return null;
        }
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(1 << 20, input.length() - position)];
            input.seek(position);
            input.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end < 0) {
                return null;
            }
            position += text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8).length;
            RunSnapshot last = null;
            for (String line : text.substring(0, end).split("\n")) {
                last = snapshot(json.readTree(line));
            }
            return last;
        } catch (IOException e) {
            return null; // the next turn reads it again
        }
    }

    private RunSnapshot snapshot(JsonNode line) {
        if (line.hasNonNull("eval_return_mean")) {
            double mean = line.get("eval_return_mean").asDouble();
            best = OptionalDouble.of(Math.max(mean, best.orElse(mean)));
            evaluation = new RunSnapshot.Evaluation(++evaluations, line.path("weights_version").asLong(),
                line.path("eval_learner_step").asLong(), line.path("eval_episodes").asInt(), mean,
                line.path("eval_return_min").asDouble(), line.path("eval_return_max").asDouble(), Double.NaN,
                line.path("time_s").asDouble());
        }
        return new RunSnapshot("", settings.environment().name(), NetworkPresets.nameOf(settings.network()),
            line.path("time_s").asDouble(), line.path("env_steps").asLong(), settings.run().maxEnvSteps(),
            line.path("learner_steps").asLong(), line.path("env_steps_per_s").asDouble(),
            line.path("learner_steps_per_s").asDouble(), line.path("replay_size").asLong(),
            settings.replay().capacitySteps(), line.path("samples_per_insert").asDouble(), number(line, "loss"),
            number(line, "gradient_norm"), number(line, "learning_rate"), number(line, "q_mean"),
            number(line, "training_return_mean"), line.path("weights_version").asLong(), number(line, "policy_lag_mean"),
            number(line, "starved_fraction"), evaluation, best, settings.run().untilReturn(), false, List.of(), List.of(),
            List.of(), TimeSpent.NONE);
    }

    private static double number(JsonNode line, String name) {
        return line.hasNonNull(name) ? line.get(name).asDouble() : Double.NaN;
    }
}
