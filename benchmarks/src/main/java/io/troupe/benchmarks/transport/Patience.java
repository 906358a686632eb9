package io.troupe.benchmarks.transport;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.concurrent.TimeUnit;

/** Bounds a wait for the other process. */
final class Patience {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(20);

    private final String awaited;
    private long lastWorkNs = System.nanoTime();

    /** @param awaited what is waited for, for the error */
    Patience(String awaited) {
        this.awaited = awaited;
    }

    /** @throws TroupeException RESOURCE where there has been no work for 20 s */
    void check(int work) {
        long nowNs = System.nanoTime();
        if (work > 0) {
            lastWorkNs = nowNs;
        } else if (nowNs - lastWorkNs > LIMIT_NS) {
            throw new TroupeException(ErrorCode.RESOURCE, "waited " + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NS)
                + " s for " + awaited + "; the other process says why on its error output");
        }
    }
}
