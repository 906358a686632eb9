package io.troupe.launcher.command;

import io.troupe.launcher.ConsoleLine;
import io.troupe.launcher.StopSignals;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.NodeRun;
import io.troupe.launcher.run.TrainingRun;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs what runs until it is told to stop, with an ear for signals. */
final class Serving {
    private Serving() {
    }

    /**
     * @param isInterruptible whether Ctrl-C stops the run; where not, a parent process takes care of it
     * @param make            from where the run's snapshots go to the run
     */
    static RunSummary train(Surroundings surroundings, boolean isInterruptible,
                            Function<Consumer<RunSnapshot>, TrainingRun> make) {
        try (ConsoleLine line = new ConsoleLine(surroundings.out(), surroundings.terminal(),
            surroundings.nanoClock())) {
            TrainingRun run = make.apply(line);
            StopSignals.Listening listening = surroundings.stopSignals().listen(reason -> {
                if (isInterruptible) {
                    surroundings.err().println("\nstopping: a checkpoint is written; once more ends at once");
                }
                run.requestStop(reason);
            }, run::abandon, isInterruptible);
            try {
                return run.run();
            } finally {
                listening.close();
            }
        }
    }

    static void node(Surroundings surroundings, boolean isInterruptible, NodeRun run) {
        StopSignals.Listening listening =
            surroundings.stopSignals().listen(run::requestStop, run::abandon, isInterruptible);
        try {
            run.run();
        } finally {
            listening.close();
        }
    }
}
