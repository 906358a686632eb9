package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.ResumedRun;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code --resume}: checks, tells, and begins the next start of a run. */
final class Resuming {
    /** @param console hears the run's snapshots */
    record Start(EffectiveConfiguration configuration, RunFolder folder, Consumer<RunSnapshot> console) {
    }

    private Resuming() {
    }

    /**
     * @param loader knows what was given now
     * @param train  trains until the run has ended; not called where it has nothing left to do
     * @return the command's exit status
     */
    static int run(Surroundings surroundings, RunFolder folder, SettingsLoader loader, Consumer<Start> train) {
        ResumedRun run = ResumedRun.of(folder, loader.resumed(folder.config()).load());
        PrintStream out = surroundings.out();
        if (run.whyDone().isPresent()) {
            out.println(run.whyDone().get());
            return 0;
        }
        run.begin();
        RunTexts.begin(surroundings, run.configuration(), folder);
        run.notes().forEach(out::println);
        train.accept(new Start(run.configuration(), folder, new Teller(out, run.origin())));
        return 0;
    }

    /** Tells once, when the run has its replay back, what it goes on from. */
    private static final class Teller implements Consumer<RunSnapshot> {
        private final PrintStream out;
        private final String origin;
        private boolean isTold;

        Teller(PrintStream out, String origin) {
            this.out = out;
            this.origin = origin;
        }

        @Override
        public void accept(RunSnapshot snapshot) {
            if (!isTold) {
                isTold = true;
                out.printf(Locale.ROOT, "resumed from %s, %,d env steps, %,d steps in the replay)%n", origin,
                    snapshot.envSteps(), snapshot.replaySize());
            }
        }
    }
}
