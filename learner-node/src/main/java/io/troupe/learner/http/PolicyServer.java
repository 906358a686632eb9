package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.policy.Policy;
import io.troupe.policy.serving.MicroBatcher;
import io.troupe.policy.serving.ServingSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A policy over HTTP: {@code /v1/policy/…}, {@code /health/…}, {@code /metrics}. Without encryption. */
public final class PolicyServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_WEIGHTS_BYTES = 512 << 20;
    private static final int READ_TIMEOUT_MS = 10_000;
    private static final int BIND_TIMEOUT_S = 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final ActorSystem system;
    private final Materializer materializer;
    private final MicroBatcher batcher;
    private final PolicyRoutes routes;
    private final Guards guards;
    private final HostGuard hosts;
    private final Optional<BearerGuard> bearers;
    private final ServerBinding binding;

    /**
     * Binds, and answers when it returns.
     *
     * @param policy        has room for the settings' batch and sessions; stays open
     * @param secret        for new weights, and beyond loopback for all; empty for none
     * @param isReadingOpen whether anyone who reaches the server may ask
     * @throws TroupeException RESOURCE where it cannot listen there
     */
    public PolicyServer(Policy policy, ServingSettings settings, HttpSettings http, Optional<String> secret,
                        boolean isReadingOpen) {
        bearers = secret.map(BearerGuard::new);
        hosts = new HostGuard(address(http));
        guards = bearers.map(guard -> new Guards(hosts, guard, isReadingOpen)).orElse(null);
        if (guards == null && !isReadingOpen) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "beyond loopback whoever asks must show a secret: give "
                + "one with --secret-file, or trust the network with --insecure");
        }
        PolicyMeters meters = new PolicyMeters(policy);
        batcher = new MicroBatcher(policy, settings, meters);
        routes = new PolicyRoutes(policy, settings, batcher, meters);
        system = ActorSystem.create("troupe-policy", ConfigFactory.parseString(
            "akka.actor.provider = local, akka.loglevel = WARNING, akka.daemonic = on,"
                + "akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off").withFallback(ConfigFactory.load()));
        materializer = SystemMaterializer.get(system).materializer();
        try {
            binding = Http.get(system).newServerAt(http.host(), http.port())
                .withSettings(ServerSettings.create(system).withServerHeader(Optional.empty())
                    .withTransparentHeadRequests(true)).bind(this::handle)
                .toCompletableFuture().get(BIND_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (Exception e) {
            batcher.close();
            system.terminate();
            throw BindProblem.of(http, e);
        }
    }

    /** Whether who listens there hears this machine alone. */
    public static boolean isLoopback(String host) {
        return HostGuard.isLoopbackName(host);
    }

    public int boundPort() {
        return binding.localAddress().getPort();
    }

    /** Goes on with this file's weights whenever it is replaced; one that is no policy is passed over. */
    public void watch(Path file) {
        PackageWatcher watcher = new PackageWatcher(file, routes::swap);
        system.scheduler().scheduleWithFixedDelay(WATCH_INTERVAL, WATCH_INTERVAL, watcher, system.dispatcher());
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        return answer(request).thenApply(Replies::secured);
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Optional<HttpResponse> refusal = guards == null ? hosts.check(request) : guards.check(request);
        if (refusal.isPresent()) {
            return drained(request, refusal.get());
        }
        String path = request.getUri().path();
        boolean isPost = request.method().equals(HttpMethods.POST);
        switch (path) {
            case "/v1/policy/act", "/v1/policy/sessions", "/v1/policy/weights" -> {
                if (!isPost) {
                    return drained(request, Replies.error(405, "METHOD_NOT_ALLOWED", path + " takes POST"));
                }
            }
            case "/health/live", "/health/ready" -> {
                return drained(request, Replies.json(200, "{\"status\":\"ok\"}"));
            }
            case "/metrics" -> {
                return drained(request, routes.metrics());
            }
            default -> {
                return drained(request, Replies.error(404, "NOT_FOUND", "There is nothing at " + path));
            }
        }
        if (path.endsWith("/sessions")) {
            return drained(request, routes.session());
        }
        if (path.endsWith("/act")) {
            return body(request, MAX_BODY_BYTES, bytes -> routes.act(new String(bytes, StandardCharsets.UTF_8)));
        }
        Optional<HttpResponse> forbidden = bearers.isPresent() ? bearers.get().check(request) : Optional.of(
            Replies.error(403, "FORBIDDEN", "new weights take a secret: start with --secret-file FILE"));
        return forbidden.isPresent() ? drained(request, forbidden.get())
            : body(request, MAX_WEIGHTS_BYTES, bytes -> CompletableFuture.supplyAsync(() -> routes.swap(bytes)));
    }

    private CompletionStage<HttpResponse> body(HttpRequest request, int maxBytes,
                                               Function<byte[], CompletionStage<HttpResponse>> route) {
        return request.entity().withSizeLimit(maxBytes).toStrict(READ_TIMEOUT_MS, maxBytes, materializer)
            .thenCompose(strict -> route.apply(strict.getData().toArray())).exceptionally(failure -> {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                if (cause instanceof TimeoutException) {
                    return Replies.error(408, "TOO_SLOW", "the body did not come within " + READ_TIMEOUT_MS + " ms");
                }
                return isTooLarge(cause)
                    ? Replies.error(413, "TOO_LARGE", "the body is larger than " + maxBytes + " bytes")
                    : Replies.error(500, "INTERNAL", "this request failed here: " + cause);
            });
    }

    /** Akka has an exception of its own for this only where the length was not announced. */
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof EntityStreamSizeException || failure instanceof EntityStreamException
            && String.valueOf(failure.getMessage()).startsWith("Request too large");
    }

    private CompletionStage<HttpResponse> drained(HttpRequest request, HttpResponse response) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(response);
    }

    private static InetAddress address(HttpSettings http) {
        try {
            return InetAddress.getByName(http.host());
        } catch (UnknownHostException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot listen at --host " + http.host()
                + ": no such host; give an address of this machine", e);
        }
    }

    /** Stops listening, ends open connections and what waits, after at most a few seconds. */
    @Override
    public void close() {
        try {
            binding.terminate(CLOSE_TIMEOUT).toCompletableFuture()
                .get(2 * CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What is still open ends with the system.
        }
        batcher.close();
        system.terminate();
    }
}
