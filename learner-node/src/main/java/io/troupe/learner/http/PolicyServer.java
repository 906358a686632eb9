package io.troupe.learner.http;

import akka.actor.ActorSystem;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.policy.Policy;
import io.troupe.policy.serving.PackageWatcher;
import io.troupe.policy.serving.ServingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A policy over HTTP: {@code /v1/policy/…}, {@code /health/…}, {@code /metrics}. Without encryption. */
public final class PolicyServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1024;
    private static final BindProblem BIND_PROBLEM = new BindProblem("--port", "--host", "");
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final ActorSystem system;
    private final PolicyRoutes routes;
    private final HttpBinding binding;

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
        HostGuard hosts = new HostGuard(BIND_PROBLEM.resolve(http), isReadingOpen);
        if (secret.isEmpty() && !isReadingOpen) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "beyond loopback whoever asks must show a secret: give "
                + "one with --secret-file, or trust the network with --insecure");
        }
        Guards guards = new Guards(hosts, secret.map(one -> new BearerGuard(one, "the secret in --secret-file")),
            isReadingOpen);
        routes = new PolicyRoutes(policy, settings);
        system = HttpBinding.systemByItself("troupe-policy");
        try {
            binding = new HttpBinding(system, http, MAX_CONNECTIONS, BIND_PROBLEM, guards, routes.router(guards));
        } catch (RuntimeException e) {
            routes.close();
            system.terminate();
            throw e;
        }
    }

    public int boundPort() {
        return binding.port();
    }

    /** Where a program on this machine finds it. */
    public String url() {
        return binding.url();
    }

    /** Goes on with this file's weights whenever it is replaced; one that is no policy is passed over. */
    public void watch(Path file) {
        PackageWatcher watcher = new PackageWatcher(file, routes::swap);
        system.scheduler().scheduleWithFixedDelay(WATCH_INTERVAL, WATCH_INTERVAL, watcher, system.dispatcher());
    }

    /** Stops listening, ends open connections and what waits, after at most a few seconds. */
    @Override
    public void close() {
        binding.close();
        routes.close();
        system.terminate();
    }
}
