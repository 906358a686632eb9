package io.troupe.integration;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits that end: with what was waited for, or with a failure that says what was not seen, and shows evidence. */
final class Await {
    private static final long CYCLE_NS = 10_000_000;

    private Await() {
    }

    static void until(String what, Duration limit, Supplier<String> evidence, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > limit.toNanos()) {
                Assertions.fail("not within " + limit.toSeconds() + " s: " + what + "\n" + evidence.get());
            }
            LockSupport.parkNanos(CYCLE_NS);
        }
    }
}
