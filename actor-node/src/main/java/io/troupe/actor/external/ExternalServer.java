package io.troupe.actor.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.http.NodeHttp;
import io.troupe.common.security.Secret;
import io.troupe.proto.external.Decision;
import io.troupe.proto.external.Problem;
import io.troupe.proto.external.SessionRequest;
import io.troupe.proto.external.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where simulators come to: {@link Simulators} over HTTP, as JSON or Protobuf. No thread waits while a simulator does. */
final class ExternalServer implements AutoCloseable {
    static final String SESSIONS = "/v1/external/sessions";
    static final String STEPS = "/v1/external/steps";

    private static final Logger LOG = LoggerFactory.getLogger(ExternalServer.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String JSON_TYPE = "application/json";
    private static final String PROTOBUF_TYPE = "application/x-protobuf";
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;
    /** Actor processes of one machine that share a port's number take the next ones. */
    private static final int PORTS = 16;
    /** What a decision is waited for; below {@link NodeHttp#LIMIT_S}, which ends the connection. */
    private static final long WAIT_MS = 2_000;
    private static final long MAX_TEND_MS = 1_000;
    private static final int MAX_BODY_BYTES = 32 << 20;

    static {
        NodeHttp.prepare();
    }

    private final Simulators simulators;
    private final Optional<String> secret;
    private final HttpServer server;
    private final String url;
    private final ScheduledExecutorService threads;

    /**
     * Binds, and answers when it returns.
     *
     * @throws TroupeException RESOURCE if it cannot listen there, CONFIGURATION if its secret cannot be read
     */
    ExternalServer(ExternalOptions options, Simulators simulators) {
        this.simulators = simulators;
        secret = options.secretFile().isEmpty() ? Optional.empty()
            : Optional.of(Secret.read(Path.of(options.secretFile())));
        server = bind(options);
        url = NodeHttp.url(options.host(), server.getAddress());
        threads = Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "simulators");
            thread.setDaemon(true);
            return thread;
        });
        long tendMs = Math.max(1, Math.min(MAX_TEND_MS, TimeUnit.NANOSECONDS.toMillis(options.silenceNs()) / 10));
        threads.scheduleWithFixedDelay(simulators::tend, tendMs, tendMs, TimeUnit.MILLISECONDS);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        LOG.info("Simulators are awaited at {}", url);
    }

    String url() {
        return url;
    }

    /** Whoever waits is told that there are no more actions. */
    @Override
    public void close() {
        simulators.close();
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }

    private void handle(HttpExchange exchange) {
        Exchange answer = new Exchange(exchange);
        try {
            check(exchange);
            switch (exchange.getRequestURI().getPath()) {
                case SESSIONS -> answer.send(200, simulators.open(
                    ((SessionRequest) answer.read(SessionRequest.newBuilder())).getSimulator()));
                case STEPS -> step((Step) answer.read(Step.newBuilder()), answer);
                default -> throw new Refusal(404, "NOT_FOUND", "there is no " + exchange.getRequestURI().getPath()
                    + "; there are " + SESSIONS + " and " + STEPS);
            }
        } catch (Refusal e) {
            answer.refuse(e);
        } catch (IOException e) {
            exchange.close();
        } catch (RuntimeException e) {
            LOG.warn("A simulator's message could not be answered", e);
            answer.refuse(new Refusal(500, "INTERNAL", "this is an error of ours; the actor's log has it"));
        }
    }

    private void check(HttpExchange exchange) {
        if (NodeHttp.isForeign(server, exchange)) {
            throw new Refusal(421, "FOREIGN_HOST", "this server listens on this machine only and answers as localhost,"
                + " 127.0.0.1 or [::1]; to reach it from elsewhere, set environment.options.host");
        }
        if (secret.isPresent() && !NodeHttp.isShown(exchange, secret.get())) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            throw new Refusal(401, "UNAUTHORIZED", "this needs the secret of environment.options.secret-file:"
                + " Authorization: Bearer <secret>");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new Refusal(405, "METHOD", "the method is " + exchange.getRequestMethod() + ", expected POST");
        }
    }

    private void step(Step step, Exchange answer) {
        CompletableFuture<Decision> decision = simulators.take(step);
        if (decision.isDone()) {
            answer.send(decision, step);
        } else {
            // Of a copy: what is still to be decided must not be ended by who waits for it.
            decision.copy().completeOnTimeout(null, WAIT_MS, TimeUnit.MILLISECONDS)
                .whenCompleteAsync((decided, failure) -> answer.send(decision, step), threads);
        }
    }

    /** A request and its answer, in the request's form. */
    private final class Exchange {
        private final HttpExchange exchange;
        private final String type;
        private final boolean isProtobuf;

        Exchange(HttpExchange exchange) {
            this.exchange = exchange;
            String named = exchange.getRequestHeaders().getFirst("Content-Type");
            type = named == null ? "" : named.split(";", 2)[0].strip();
            isProtobuf = type.equalsIgnoreCase(PROTOBUF_TYPE);
        }

        Message read(Message.Builder message) throws IOException {
            // Another type a page of the Web could send to this machine without asking.
            if (!isProtobuf && !type.equalsIgnoreCase(JSON_TYPE)) {
                throw new Refusal(415, "CONTENT_TYPE", "Content-Type is '" + type + "', expected " + JSON_TYPE + " or "
                    + PROTOBUF_TYPE);
            }
            byte[] body;
            try (InputStream in = exchange.getRequestBody()) {
                body = in.readNBytes(MAX_BODY_BYTES + 1);
            }
            if (body.length > MAX_BODY_BYTES) {
                throw new Refusal(413, "TOO_LARGE", "the body has more than " + MAX_BODY_BYTES + " bytes");
            }
            try {
                if (isProtobuf) {
                    return message.mergeFrom(body).build();
                }
                MessageJson.read(JSON.readTree(body), message);
                return message.build();
            } catch (InvalidProtocolBufferException e) {
                throw Refusal.badRequest("the body is no " + message.getDescriptorForType().getName() + ": "
                    + e.getMessage());
            } catch (JsonProcessingException e) {
                throw Refusal.badRequest("the body is no JSON: " + e.getOriginalMessage());
            }
        }

        void send(CompletableFuture<Decision> decision, Step step) {
            try {
                Decision decided = decision.getNow(null);
                if (decided == null) {
                    send(202, simulators.pending(step));
                } else {
                    send(200, decided);
                }
            } catch (CompletionException e) {
                refuse(e.getCause() instanceof Refusal refusal ? refusal
                    : new Refusal(500, "INTERNAL", "this is an error of ours: " + e.getCause()));
            } catch (Refusal e) {
                refuse(e);
            } catch (IOException e) {
                // It has gone, and will ask again.
                exchange.close();
            }
        }

        void refuse(Refusal refusal) {
            if (refusal.isTemporary()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            try {
                send(refusal.status(), Problem.newBuilder().setCode(refusal.code()).setMessage(refusal.getMessage())
                    .build());
            } catch (IOException e) {
                exchange.close();
            }
        }

        void send(int status, Message message) throws IOException {
            byte[] body = isProtobuf ? message.toByteArray() : JSON.writeValueAsBytes(MessageJson.write(message));
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", isProtobuf ? PROTOBUF_TYPE : JSON_TYPE);
                exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
                if (hasBody) {
                    exchange.getResponseBody().write(body);
                }
            }
        }
    }

    private static HttpServer bind(ExternalOptions options) {
        BindException taken = null;
        for (int port = options.port(); port < options.port() + PORTS; port++) {
            InetSocketAddress address = new InetSocketAddress(options.host(), port);
            try {
                if (address.isUnresolved()) {
                    throw new IOException("there is no such host");
                }
                HttpServer server = HttpServer.create(address, BACKLOG);
                if (taken != null) {
                    LOG.warn("Port {} is taken, so simulators are to come to port {}", options.port(), port);
                }
                return server;
            } catch (BindException e) {
                taken = e;
            } catch (IOException e) {
                throw problem(options, e);
            }
        }
        throw problem(options, taken);
    }

    private static TroupeException problem(ExternalOptions options, IOException cause) {
        return new TroupeException(ErrorCode.RESOURCE, "simulators cannot be awaited at " + options.host() + ":"
            + options.port() + " (" + cause.getMessage() + "): set environment.options.port to a free one (0: any), or"
            + " environment.options.host to an address of this machine", cause);
    }
}
