package io.troupe.launcher;

import io.troupe.learner.status.RunSummary;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * SIGINT (Ctrl-C) and SIGTERM (kill, docker stop). Not a shutdown hook: there a second Ctrl-C would go unheard, and the
 * exit status would not be ours to choose.
 */
public final class SignalStop implements StopSignals {
    static final int HALT_STATUS = 130;

    private final UnixSignals signals;
    private final IntConsumer halt;

    public SignalStop() {
        this(UnixSignals.ofThisProcess(), status -> Runtime.getRuntime().halt(status));
    }

    SignalStop(UnixSignals signals, IntConsumer halt) {
        this.signals = signals;
        this.halt = halt;
    }

    @Override
    public Listening listen(Consumer<String> requestStop, Runnable abandon, boolean isInterruptible) {
        AtomicInteger count = new AtomicInteger();
        Runnable onSignal = () -> {
            if (count.incrementAndGet() == 1) {
                requestStop.accept(RunSummary.INTERRUPTED);
                return;
            }
            try {
                abandon.run();
            } finally {
                halt.accept(HALT_STATUS);
            }
        };
        List<Runnable> undo = List.of(
            signals.handle("INT", isInterruptible ? onSignal : () -> { }),
            signals.handle("TERM", onSignal));
        return () -> undo.forEach(Runnable::run);
    }
}
