package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Lets those through who show the secret: {@code Authorization: Bearer <secret>}. */
final class BearerGuard {
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;
    private final String name;

    /** @param name what the secret is, and where it is found */
    BearerGuard(String secret, String name) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(name + " is blank, expected random letters");
        }
        this.name = name;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The refusal (401 without a secret, 403 with a wrong one), or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        String shown = request.getHeader("Authorization").map(header -> header.value()).orElse("");
        if (!shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of(Replies.error(401, "UNAUTHORIZED",
                    "This needs " + name + ": Authorization: Bearer <secret>")
                .addHeaders(List.of(RawHeader.create("WWW-Authenticate", "Bearer"))));
        }
        byte[] given = shown.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        // In constant time: how long a comparison takes must not tell how many letters were right.
        return MessageDigest.isEqual(secret, given)
            ? Optional.empty()
            : Optional.of(Replies.error(403, "FORBIDDEN", "This is not " + name));
    }
}
