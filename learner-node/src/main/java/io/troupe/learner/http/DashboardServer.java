package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ParserSettings;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunControl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner over HTTP: the page at {@code /}, {@code /api/v1/…}, {@code /metrics}, {@code /health/…}; who may do what,
 * says {@link HttpAccess}. There is no encryption, so it listens on loopback unless {@code http.host} says otherwise.
 */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DashboardServer.class);
    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(500);
    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_URI_LENGTH = 1024;
    private static final long MAX_REQUEST_BYTES = 4096;

    private final StatusFeed feed;
    private final EventStreams events;
    private final ServerBinding binding;
    private final Cancellable sampling;

    /**
     * Binds, and answers when it returns.
     *
     * @param system        runs the server; is not ended with it
     * @param sources       called from threads of the system
     * @param control       called from threads of the system
     * @param access        who may read, and who may control
     * @throws TroupeException (RESOURCE) if it cannot listen there
     */
    public DashboardServer(ClassicActorSystemProvider system, HttpSettings settings, DashboardSources sources,
                           RunControl control, HttpAccess access) {
        BearerGuard bearers = new BearerGuard(access.secret());
        HostGuard hosts = new HostGuard(address(settings));
        ActorSystem classic = system.classicSystem();
        feed = new StatusFeed(sources.snapshots(), sources.earlier());
        try {
            events = new EventStreams(feed, sources.records(), SAMPLE_INTERVAL);
            DashboardRoutes routes =
                new DashboardRoutes(new Guards(hosts, bearers, access.isReadingOpen()), control, feed, events, sources);
            binding = bind(system, settings, routes);
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
        sampling = classic.scheduler().scheduleWithFixedDelay(SAMPLE_INTERVAL, SAMPLE_INTERVAL, this::sampleNow,
            classic.dispatcher());
    }

    /** The port that it listens at, also where the settings leave it open. */
    public int boundPort() {
        return binding.localAddress().getPort();
    }

    /** Where a browser on this machine finds the page. */
    public String url() {
        InetAddress address = binding.localAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + boundPort() + "/";
    }

    /** Tells every open page why the run has ended; they show its last numbers from now on. */
    public void end(String reason) {
        sampleNow();
        events.end(reason);
    }

    /** Stops listening and ends open connections, after at most about two seconds. */
    @Override
    public void close() {
        sampling.cancel();
        events.end("the learner has stopped");
        try {
            binding.terminate(CLOSE_TIMEOUT).toCompletableFuture()
                .get(CLOSE_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("HTTP did not close in time: {}", e.toString());
        }
        feed.close();
    }

    /** Reads the run's numbers out of turn. */
    void sampleNow() {
        try {
            feed.sample();
        } catch (RuntimeException e) {
            LOGGER.warn("the run's numbers could not be read; the page shows the last ones", e);
        }
    }

    private static ServerBinding bind(ClassicActorSystemProvider system, HttpSettings settings,
                                      DashboardRoutes routes) {
        ActorSystem classic = system.classicSystem();
        ServerSettings server = ServerSettings.create(classic)
            .withServerHeader(Optional.empty())
            .withMaxConnections(MAX_CONNECTIONS)
            .withTransparentHeadRequests(true)
            .withParserSettings(ParserSettings.create(classic)
                .withMaxUriLength(MAX_URI_LENGTH).withMaxContentLength(MAX_REQUEST_BYTES));
        Function<HttpRequest, CompletionStage<HttpResponse>> handler = request -> answer(request, routes, system);
        try {
            return Http.get(system).newServerAt(settings.host(), settings.port()).withSettings(server)
                .bind(handler)
                .toCompletableFuture().get(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BindProblem.of(settings, e);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw BindProblem.of(settings, e);
        }
    }

    /** No route reads a body, so whatever came is drained, up to the limit. */
    private static CompletionStage<HttpResponse> answer(HttpRequest request, DashboardRoutes routes,
                                                        ClassicActorSystemProvider system) {
        request.discardEntityBytes(system);
        return routes.handle(request);
    }

    private static InetAddress address(HttpSettings settings) {
        try {
            return InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "HTTP cannot listen at http.host = \"" + settings.host()
                + "\": no such host. Set it to an address of this machine, or run without the page: --no-http", e);
        }
    }
}
