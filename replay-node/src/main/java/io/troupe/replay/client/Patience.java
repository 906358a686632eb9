package io.troupe.replay.client;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/** How long a client waits for the service: 10 s for each thing. */
final class Patience {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final NanoClock clock;
    private final IdleStrategy idleStrategy;

    Patience(NanoClock clock, IdleStrategy idleStrategy) {
        this.clock = clock;
        this.idleStrategy = idleStrategy;
    }

    /**
     * Waits until it is so.
     *
     * @param work    done meanwhile, again and again
     * @param failure what the service has not done, as in "did not answer"
     * @throws TroupeException RESOURCE where it takes longer than 10 s
     */
    void await(BooleanSupplier condition, Runnable work, Supplier<String> failure) {
        long beginNs = clock.nanoTime();
        while (!condition.getAsBoolean()) {
            work.run();
            if (condition.getAsBoolean()) {
                break;
            }
            if (clock.nanoTime() - beginNs > TIMEOUT_NS) {
                throw new TroupeException(ErrorCode.RESOURCE, "the replay service " + failure.get() + " within "
                    + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS) + " s; see whether it runs, and what it says");
            }
            idleStrategy.idle();
        }
        idleStrategy.reset();
    }
}
