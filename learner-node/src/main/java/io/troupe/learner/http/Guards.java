package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;

/** Who is let in: by the name under which the server is asked, and by the secret where one is wanted. */
final class Guards {
    private final HostGuard hosts;
    private final BearerGuard bearers;
    private final boolean isReadingOpen;

    Guards(HostGuard hosts, BearerGuard bearers, boolean isReadingOpen) {
        this.hosts = hosts;
        this.bearers = bearers;
        this.isReadingOpen = isReadingOpen;
    }

    /** For all requests: the refusal, or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        Optional<HttpResponse> refusal = hosts.check(request);
        return refusal.isPresent() || isOpen(request.getUri().path()) ? refusal : bearers.check(request);
    }

    /** For requests that change something. */
    Optional<HttpResponse> checkSecret(HttpRequest request) {
        return bearers.check(request);
    }

    /** The page's own files tell nothing of the run, and a probe has no secret. */
    private boolean isOpen(String path) {
        return isReadingOpen || path.equals("/") || path.startsWith("/assets/") || path.startsWith("/health/");
    }
}
