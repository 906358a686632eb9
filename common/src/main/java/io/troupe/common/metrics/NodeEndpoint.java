package io.troupe.common.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.troupe.common.config.MetricsSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.http.NodeHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code /metrics}, {@code /health/live} and {@code /health/ready} of a node that has a process of its own. It reads,
 * and changes nothing; it is there before the node has found its cluster, so that one that finds none can be asked, too.
 */
public final class NodeEndpoint implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final String JSON = "application/json";

    static {
        NodeHttp.prepare();
    }

    private final NodeMetrics metrics;
    private final String host;
    private final Optional<String> secret;
    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Binds, and answers when it returns.
     *
     * @param role   learner, replay or actor
     * @param secret what reading its metrics takes; empty: nothing. Its health anyone may ask for
     * @throws TroupeException RESOURCE if it cannot listen there
     */
    public NodeEndpoint(MetricsSettings settings, String nodeName, String role, Optional<String> secret) {
        this.secret = secret;
        host = settings.host();
        server = bind(settings);
        metrics = new NodeMetrics(nodeName, role);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The node is made; called once. */
    public void observe(ObservedNode node) {
        metrics.observe(node);
    }

    public int boundPort() {
        return server.getAddress().getPort();
    }

    /** Where Prometheus finds it. */
    public String address() {
        return NodeHttp.url(host, server.getAddress()) + "/metrics";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        metrics.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (NodeHttp.isForeign(server, exchange)) {
                error(exchange, 421, "FOREIGN_HOST", "This node listens on this machine only and answers as localhost, "
                    + "127.0.0.1 or [::1]. To reach it from elsewhere, set metrics.host");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                error(exchange, 405, "METHOD", "Only GET is answered here");
            } else {
                get(exchange);
            }
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> {
                if (secret.isPresent() && !NodeHttp.isShown(exchange, secret.get())) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                    error(exchange, 401, "UNAUTHORIZED", "This needs the secret of http.secret-file: Authorization: Bearer"
                        + " <secret>");
                } else {
                    send(exchange, 200, NodeMetrics.CONTENT_TYPE, metrics.text());
                }
            }
            case "/health/live" -> send(exchange, 200, JSON, "{\"status\":\"live\"}");
            case "/health/ready" -> {
                if (metrics.isReady()) {
                    send(exchange, 200, JSON, "{\"status\":\"ready\"}");
                } else {
                    error(exchange, 503, "NOT_READY", "This node takes no part in a run: it waits for the cluster and "
                        + "the learner, or is about to leave");
                }
            }
            default -> error(exchange, 404, "NOT_FOUND", "There are /metrics, /health/live and /health/ready");
        }
    }

    /** @param message has nothing that JSON would want escaped */
    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(exchange, status, JSON, "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpServer bind(MetricsSettings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        try {
            if (address.isUnresolved()) {
                throw new IOException("there is no such host");
            }
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "metrics cannot be offered at " + settings.host() + ":"
                + settings.port() + " (" + e.getMessage() + "): set metrics.port to a free one (0: any), metrics.host"
                + " to an address of this machine, or metrics.enabled=false", e);
        }
    }
}
