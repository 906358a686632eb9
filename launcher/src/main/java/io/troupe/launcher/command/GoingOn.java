package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.launcher.run.ResumedRun;
import io.troupe.learner.status.RunFolder;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code --go-on} without a folder's name: whether the newest run goes on, or another one begins. */
final class GoingOn {
    /** The run is of another kind. Whatever else is wrong with it can be mended, and a new run would hide it. */
    private static final Set<ErrorCode> OF_ANOTHER_KIND = EnumSet.of(ErrorCode.CONFIGURATION, ErrorCode.LAYOUT_MISMATCH);

    private GoingOn() {
    }

    /**
     * @param last    the newest run
     * @param changed its configuration with what was given now
     * @param out     is told why another run begins
     * @return {@code last}; empty where it has nothing left to do or is of another kind
     * @throws TroupeException where it is neither, and still cannot be resumed
     */
    static Optional<RunFolder> with(RunFolder last, Supplier<EffectiveConfiguration> changed, PrintStream out) {
        Optional<String> why;
        try {
            why = ResumedRun.of(last, changed.get()).whyDone();
        } catch (TroupeException e) {
            if (!OF_ANOTHER_KIND.contains(e.code())) {
                throw e;
            }
            why = Optional.of(e.getMessage());
        }
        why.ifPresent(reason -> out.println("another run begins, since " + last.path() + " cannot go on: " + reason));
        return why.isPresent() ? Optional.empty() : Optional.of(last);
    }
}
