package io.troupe.launcher;

import io.troupe.launcher.run.Runs;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a command works with, so that a test can bring its own. */
public record Surroundings(
    Runs runs,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    StopSignals stopSignals,
    LongSupplier nanoClock,
    Supplier<LocalDateTime> wallClock
) {
}
