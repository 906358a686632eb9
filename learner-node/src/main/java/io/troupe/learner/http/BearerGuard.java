package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.troupe.common.security.Secret;
import java.util.List;
import java.util.Optional;

/** Lets those through who show the secret: {@code Authorization: Bearer <secret>}. */
final class BearerGuard {
    private final String secret;
    private final String name;

    /** @param name what the secret is, and where it is found */
    BearerGuard(String secret, String name) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(name + " is blank, expected random letters");
        }
        this.name = name;
        this.secret = secret;
    }

    /** The refusal (401 without a secret, 403 with a wrong one), or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        Optional<String> shown = Secret.shown(request.getHeader("Authorization").map(header -> header.value()).orElse(null));
        if (shown.isEmpty()) {
            return Optional.of(Replies.error(401, "UNAUTHORIZED",
                    "This needs " + name + ": Authorization: Bearer <secret>")
                .addHeaders(List.of(RawHeader.create("WWW-Authenticate", "Bearer"))));
        }
        return Secret.isSame(shown.get(), secret) ? Optional.empty()
            : Optional.of(Replies.error(403, "FORBIDDEN", "This is not " + name));
    }
}
