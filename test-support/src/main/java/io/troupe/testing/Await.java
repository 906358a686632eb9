package io.troupe.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits that end: with what was waited for, or with a failure that says what was not seen. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    /** Other processes are asked less often, and what is asked of them may be a file or a page. */
    private static final long LONG_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {
    }

    /** For what happens inside this process: for half a minute, asked often. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, PAUSE_NS, () -> "", condition);
    }

    /**
     * For what happens in other processes.
     *
     * @param evidence asked once, after the limit: what the failure tells beside what was waited for
     */
    public static void until(String what, Duration limit, Supplier<String> evidence, BooleanSupplier condition) {
        until(what, limit, LONG_PAUSE_NS, evidence, condition);
    }

    private static void until(String what, Duration limit, long pauseNs, Supplier<String> evidence,
                              BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > limit.toNanos()) {
                Assertions.fail("not within " + limit.toSeconds() + " s: " + what + "\n" + evidence.get());
            }
            LockSupport.parkNanos(pauseNs);
        }
    }
}
