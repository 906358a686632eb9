package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Host;
import io.troupe.common.security.Loopback;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Refuses requests under a foreign name where reading takes no secret. Otherwise any web page could point a name of its
 * own at this server and read it as if it were its own (DNS rebinding). On loopback its names are known. Beyond it
 * addresses are taken, and names without a dot, which no web page can have. Where reading takes the secret every name is:
 * a browser shows it to no other page.
 */
final class HostGuard {
    private static final String ADDRESS_OR_PLAIN_NAME = "\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.]*]?|[^.]+";

    private final boolean isLoopbackOnly;
    private final boolean isReadingOpen;

    HostGuard(InetAddress boundAddress, boolean isReadingOpen) {
        isLoopbackOnly = boundAddress.isLoopbackAddress();
        this.isReadingOpen = isReadingOpen;
    }

    /** The refusal, or empty where the request may go on. */
    Optional<HttpResponse> check(HttpRequest request) {
        Optional<String> name = request.getHeader(Host.class).map(header -> header.host().address());
        if (isLoopbackOnly) {
            return name.filter(one -> !Loopback.isName(one)).map(one -> Replies.error(421, "FOREIGN_HOST",
                "This server listens on this machine only and answers as localhost, 127.0.0.1 or [::1], not as " + one
                    + ". To reach it from elsewhere, set http.host"));
        }
        return name.filter(one -> isReadingOpen && !one.matches(ADDRESS_OR_PLAIN_NAME)).map(one -> Replies.error(421,
            "FOREIGN_HOST", "This server is read without its secret, so it answers to addresses and names without a dot, not"
                + " to " + one + ". Ask for it by its address, or let reading take the secret (insecure=false)"));
    }
}
