package io.troupe.launcher;

import io.troupe.launcher.run.ToolProcess;
import io.troupe.learner.status.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A command that is run at once in this thread, by fake runs of its own, and leaves a run's files behind. */
final class FakeProcess implements ToolProcess {
    enum Ending {
        GOAL,
        /** Trains until it is told to stop. */
        HELD,
        BROKEN
    }

    private final Path folder;
    private final Path output;
    private final String error;
    private boolean isAlive;
    private int exitStatus;

    FakeProcess(String name, List<String> arguments, Path parent, Ending ending) {
        output = parent.resolve(name + ".log");
        boolean isTraining = arguments.get(0).equals("train");
        folder = parent.resolve(name);
        error = isTraining && ending == Ending.BROKEN ? "it broke" : null;
        Tool tool = new Tool();
        exitStatus = arguments.contains("--resume") ? 0 : tool.run(arguments.toArray(new String[0]));
        write(output, tool.out() + tool.err());
        if (!isTraining) {
            return;
        }
        write(folder.resolve("metrics.jsonl"), """
            {"time_s":1.0,"env_steps":0,"learner_steps":0,"eval_return_mean":20.0,"eval_episodes":100}
            {"time_s":900.0,"env_steps":5000,"learner_steps":700,"eval_return_mean":480.0,"eval_episodes":100}
            """);
        isAlive = ending == Ending.HELD;
        if (ending == Ending.BROKEN) {
            exitStatus = 3;
        } else if (!isAlive) {
            end(RunSummary.GOAL_REACHED);
        }
    }

    private void end(String reason) {
        isAlive = false;
        new RunSummary(5_000, 700, 900, OptionalDouble.empty(), new RunSummary.Evaluations(OptionalDouble.of(480),
            OptionalDouble.of(480), 100), new RunSummary.Ledger(5_000, 5_000, 0, 0, 0, 0), reason)
            .write(folder.resolve("summary.json"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return isAlive;
    }

    @Override
    public int exitStatus() {
        return exitStatus;
    }

    @Override
    public Optional<String> lastError() {
        return Optional.ofNullable(error);
    }

    @Override
    public Path output() {
        return output;
    }

    @Override
    public void requestStop(String reason) {
        end(reason);
    }

    @Override
    public void kill() {
        isAlive = false;
    }

    @Override
    public void close() {
        kill();
    }
}
