package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.actor.ClassicActorSystemProvider;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner over HTTP: the page at {@code /}, {@code /api/v1/…}, {@code /metrics}, {@code /health/…}; who may do what,
 * says {@link HttpAccess}. There is no encryption, so it listens on loopback unless {@code http.host} says otherwise.
 */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DashboardServer.class);
    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(500);
    private static final int MAX_CONNECTIONS = 256;
    private static final String RUN_SECRET = "the run's control secret (the file control-secret in its folder)";
    private static final BindProblem BIND_PROBLEM =
        new BindProblem("--http-port", "http.host", "run without the page: --no-http");

    private final StatusFeed feed;
    private final EventStreams events;
    private final LivePolicy policy;
    private final HttpBinding binding;
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
        Guards guards = new Guards(new HostGuard(BIND_PROBLEM.resolve(settings), access.isReadingOpen()),
            Optional.of(new BearerGuard(access.secret(), RUN_SECRET)), access.isReadingOpen());
        ActorSystem classic = system.classicSystem();
        policy = new LivePolicy(sources.policy(), System::nanoTime);
        feed = new StatusFeed(sources.snapshots(), sources.earlier());
        sources.records().checkpointFolder().ifPresent(feed::watchDisk);
        try {
            events = new EventStreams(feed, sources.records(), SAMPLE_INTERVAL);
            binding = new HttpBinding(system, settings, MAX_CONNECTIONS, BIND_PROBLEM, guards,
                new DashboardRoutes(guards, control, feed, events, policy, sources).router());
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
        sampling = classic.scheduler().scheduleWithFixedDelay(SAMPLE_INTERVAL, SAMPLE_INTERVAL, this::sampleNow,
            classic.dispatcher());
    }

    /** The port that it listens at, also where the settings leave it open. */
    public int boundPort() {
        return binding.port();
    }

    /** Where a browser on this machine finds the page. */
    public String url() {
        return binding.url();
    }

    /** Has the metrics tell of the room that this media driver's folder has, too; called once. */
    public void watchDriver(Path folder) {
        feed.watchDriver(folder);
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
        binding.close();
        policy.close();
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
}
