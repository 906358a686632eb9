package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ParserSettings;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.TroupeException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's place on the network: it lets in whom its guards let in, and its router answers. There is no encryption. */
final class HttpBinding implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpBinding.class);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_URI_LENGTH = 1024;

    private final ClassicActorSystemProvider system;
    private final Guards guards;
    private final Router router;
    private final ServerBinding binding;

    /**
     * Binds, and answers when it returns.
     *
     * @param system         runs the server; is not ended with it
     * @param maxConnections at the same time; one more waits
     * @throws TroupeException (RESOURCE) if it cannot listen there
     */
    HttpBinding(ClassicActorSystemProvider system, HttpSettings settings, int maxConnections, BindProblem problem,
                Guards guards, Router router) {
        this.system = system;
        this.guards = guards;
        this.router = router;
        ActorSystem classic = system.classicSystem();
        ServerSettings server = ServerSettings.create(classic)
            .withServerHeader(Optional.empty())
            .withMaxConnections(maxConnections)
            .withTransparentHeadRequests(true)
            .withParserSettings(ParserSettings.create(classic)
                .withMaxUriLength(MAX_URI_LENGTH).withMaxContentLength(Router.MAX_UNREAD_BYTES));
        try {
            binding = Http.get(system).newServerAt(settings.host(), settings.port()).withSettings(server)
                .bind(this::answer).toCompletableFuture().get(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem.at(settings, e);
        } catch (ExecutionException | TimeoutException e) {
            throw problem.at(settings, e);
        }
    }

    /** For a server in a process that is in no cluster; the process may end while it runs. */
    static ActorSystem systemByItself(String name) {
        return ActorSystem.create(name, ConfigFactory.parseString(
            "akka.actor.provider = local, akka.loglevel = WARNING, akka.daemonic = on,"
                + "akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off").withFallback(ConfigFactory.load()));
    }

    /** The port that it listens at, also where the settings leave it open. */
    int port() {
        return binding.localAddress().getPort();
    }

    /** Where a program on this machine finds it. */
    String url() {
        InetAddress address = binding.localAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Optional<HttpResponse> refusal = guards.check(request);
        CompletionStage<HttpResponse> response;
        if (refusal.isPresent()) {
            response = Router.unread(request, system, refusal.get());
        } else {
            response = router.handle(request, system);
        }
        return response.thenApply(Replies::secured);
    }

    /** Stops listening and ends open connections, after at most about two seconds. */
    @Override
    public void close() {
        try {
            binding.terminate(CLOSE_TIMEOUT).toCompletableFuture()
                .get(CLOSE_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("HTTP did not close in time: {}", e.toString());
        }
    }
}
