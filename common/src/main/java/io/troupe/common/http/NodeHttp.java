package io.troupe.common.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.troupe.common.security.Secret;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;

/** Who is let in at the JDK's server, and how long it may take. */
public final class NodeHttp {
    /** Seconds from a request's first byte to its last, and from there to the end of its answer. */
    public static final int LIMIT_S = 5;

    private NodeHttp() {
    }

    /**
     * To be called before a process makes its first server, as the JDK reads this once: a client that sends or reads too
     * slowly would otherwise keep a thread for ever, and an answer of two packets would wait 40 ms for the first one's
     * acknowledgement. What is set already stays.
     */
    public static void prepare() {
        Map.of("maxReqTime", Integer.toString(LIMIT_S), "maxRspTime", Integer.toString(LIMIT_S), "nodelay", "true")
            .forEach((name, value) -> {
                if (System.getProperty("sun.net.httpserver." + name) == null) {
                    System.setProperty("sun.net.httpserver." + name, value);
                }
            });
    }

    /** As on the learner's page: else any web page could read this under a name of its own (DNS rebinding). */
    public static boolean isForeign(HttpServer server, HttpExchange exchange) {
        if (!server.getAddress().getAddress().isLoopbackAddress()) {
            return false;
        }
        String named = exchange.getRequestHeaders().getFirst("Host");
        return named != null && !named.toLowerCase(Locale.ROOT)
            .matches("(localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1])(:\\d+)?");
    }

    /** Whether the request shows this secret. */
    public static boolean isShown(HttpExchange exchange, String secret) {
        return Secret.shown(exchange.getRequestHeaders().getFirst("Authorization"))
            .filter(shown -> Secret.isSame(shown, secret)).isPresent();
    }

    /** As it stands in an address: IPv6 in brackets. */
    public static String url(String host, InetSocketAddress bound) {
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }
}
