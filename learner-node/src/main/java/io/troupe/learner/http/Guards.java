package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.Optional;

/**
 * Who is let in: by the name under which the server is asked, and by the secret where one is wanted.
 *
 * @param bearers       empty where there is no secret, so that nobody can change anything
 * @param isReadingOpen whether anyone who reaches the server may read
 */
record Guards(HostGuard hosts, Optional<BearerGuard> bearers, boolean isReadingOpen) {
    Guards {
        if (bearers.isEmpty() && !isReadingOpen) {
            throw new IllegalArgumentException("nobody could read, expected a secret or open reading");
        }
    }

    /** For all requests: the refusal, or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        Optional<HttpResponse> refusal = hosts.check(request);
        return refusal.isPresent() || isOpen(request.getUri().path()) ? refusal : checkSecret(request);
    }

    /** For requests that change something. */
    Optional<HttpResponse> checkSecret(HttpRequest request) {
        return bearers.isPresent() ? bearers.get().check(request)
            : Optional.of(Replies.error(403, "FORBIDDEN", "this takes a secret, and the server was started without one"));
    }

    /** The page's own files tell nothing of the run, and a probe has no secret. */
    private boolean isOpen(String path) {
        return isReadingOpen || path.equals("/") || path.startsWith("/assets/") || path.startsWith("/health/");
    }
}
