package io.troupe.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.function.Consumer;

/** The {@code troupe} command with fake runs, and what it wrote. */
final class Tool {
    final FakeRuns runs = new FakeRuns();
    Consumer<String> requestStop;
    boolean isInterruptible;
    boolean isListening;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... arguments) {
        return run(new Terminal(false, 80, false, false), arguments);
    }

    int run(Terminal terminal, String... arguments) {
        StopSignals signals = (stop, abandon, interruptible) -> {
            requestStop = stop;
            isInterruptible = interruptible;
            isListening = true;
            return () -> isListening = false;
        };
        return new TroupeTool(new Surroundings(runs, new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), terminal, signals, () -> 0L,
            () -> LocalDateTime.of(2026, 3, 9, 8, 7, 6))).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
