package io.troupe.learner.http;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An answer that takes work to make, shared by those whom one of a moment ago is good enough: many readers of a page then
 * cost what one costs. Only a good answer is shared. Thread-safe.
 */
final class KeptAnswer {
    private record Made(long atNs, CompletableFuture<HttpResponse> response) {
        /** What is still on its way may become a good one. */
        boolean isGood() {
            return !response.isCompletedExceptionally()
                && (!response.isDone() || response.join().status().isSuccess());
        }
    }

    private final LongSupplier clock;
    private Made last;

    KeptAnswer(LongSupplier clock) {
        this.clock = clock;
    }

    /** @param maxAgeS 0: made anew, whatever there is */
    synchronized CompletableFuture<HttpResponse> get(long maxAgeS, Supplier<CompletableFuture<HttpResponse>> make) {
        long nowNs = clock.getAsLong();
        boolean isYoung = last != null && nowNs - last.atNs() < TimeUnit.SECONDS.toNanos(maxAgeS);
        if (!isYoung || !last.isGood()) {
            last = new Made(nowNs, make.get());
        }
        return last.response();
    }
}
