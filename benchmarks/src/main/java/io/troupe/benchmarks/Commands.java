package io.troupe.benchmarks;

import io.troupe.common.error.TroupeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How a benchmark runs a whole {@code troupe} command, in a process of its own. */
@FunctionalInterface
public interface Commands {
    /**
     * How a command ended.
     *
     * @param wallS of its process
     * @param error that it told a person; empty where it told none
     */
    record Ended(double wallS, Optional<String> error) {
    }

    /**
     * Runs it until it has ended.
     *
     * @param name      of the process, and of its log in {@code folder}, which is there
     * @param arguments what comes after {@code troupe}
     * @param limitS    after so many seconds it is asked to end, as by Ctrl-C
     * @param isEnough  asked often; when it says so, the command is asked to end, too
     * @throws TroupeException RESOURCE where it cannot be started
     */
    Ended run(String name, List<String> arguments, Path folder, double limitS, BooleanSupplier isEnough);

    /** Runs it to its own end, or to the end of its time. */
    default Ended run(String name, List<String> arguments, Path folder, double limitS) {
        return run(name, arguments, folder, limitS, () -> false);
    }
}
