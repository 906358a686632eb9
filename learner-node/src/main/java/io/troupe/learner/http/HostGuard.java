package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import io.troupe.common.security.Loopback;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses requests under a foreign name while the server listens on loopback only. Otherwise any web page could point
 * a name of its own at 127.0.0.1 and read this server as if it were its own (DNS rebinding). Beyond loopback the names
 * of the machine are not known, and nothing secret is served without the bearer secret.
 */
final class HostGuard {
    private final boolean isLoopbackOnly;

    HostGuard(InetAddress boundAddress) {
        isLoopbackOnly = boundAddress.isLoopbackAddress();
    }

    /** The refusal, or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        if (!isLoopbackOnly) {
            return Optional.empty();
        }
        return request.getHeader(Host.class)
            .map(header -> header.host().address())
            .filter(name -> !Loopback.isName(name))
            .map(name -> Replies.error(421, "FOREIGN_HOST", "This server listens on this machine only and answers as "
                + "localhost, 127.0.0.1 or [::1], not as " + name + ". To reach it from elsewhere, set http.host"));
    }
}
