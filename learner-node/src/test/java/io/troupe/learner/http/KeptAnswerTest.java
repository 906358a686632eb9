package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
    private long nowNs = 7;
    private final KeptAnswer kept = new KeptAnswer(() -> nowNs);

    @Test
    void whoTakesAnAnswerOfAMomentAgoShouldGetItAndOthersANewOne() {
        CompletableFuture<HttpResponse> first = answered(200, 5);
        nowNs += TimeUnit.SECONDS.toNanos(5) - 1;
        assertSame(first, answered(200, 5));
        assertNotSame(first, answered(200, 4), "it is older than that");
        CompletableFuture<HttpResponse> second = answered(200, 5);
        assertNotSame(second, answered(200, 0), "who wants a new one gets a new one");
        nowNs += TimeUnit.SECONDS.toNanos(5);
        assertNotSame(second, answered(200, 5));
    }

    @Test
    void anAnswerOnItsWayShouldBeSharedAndABadOneNot() {
        CompletableFuture<HttpResponse> pending = new CompletableFuture<>();
        assertSame(pending, kept.get(5, () -> pending));
        assertSame(pending, answered(200, 5));
        pending.complete(HttpResponse.create().withStatus(503));
        CompletableFuture<HttpResponse> next = answered(200, 5);
        assertNotSame(pending, next);
        CompletableFuture<HttpResponse> failed = kept.get(0,
            () -> CompletableFuture.failedFuture(new IllegalStateException()));
        assertNotSame(failed, answered(200, 5));
    }

    private CompletableFuture<HttpResponse> answered(int status, long maxAgeS) {
        return kept.get(maxAgeS, () -> CompletableFuture.completedFuture(HttpResponse.create().withStatus(status)));
    }
}
