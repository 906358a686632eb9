package io.troupe.launcher.run;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.http.PolicyServer;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.serving.ServingSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** {@code troupe serve}: a policy over HTTP until it is told to stop. */
public final class PolicyRun implements NodeRun {
    private final Path file;
    private final ServingSettings settings;
    private final HttpSettings http;
    private final Optional<String> secret;
    private final boolean isInsecure;
    private final Consumer<String> console;
    private final CountDownLatch stop = new CountDownLatch(1);

    public PolicyRun(Path file, ServingSettings settings, HttpSettings http, Optional<String> secret,
                     boolean isInsecure, Consumer<String> console) {
        this.file = file;
        this.settings = settings;
        this.http = http;
        this.secret = secret;
        this.isInsecure = isInsecure;
        this.console = console;
    }

    @Override
    public void run() {
        int rows = Math.max(settings.maxBatch(), settings.maxSessions());
        boolean isOpen = isInsecure || PolicyServer.isLoopback(http.host());
        try (Policy policy = Policy.load(file, new PolicyOptions(rows, 1, System.nanoTime()))) {
            if (settings.fallbackAction() < 0 || settings.fallbackAction() >= policy.actionCount()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "--fallback-action: got " + settings.fallbackAction()
                    + ", expected 0 … " + (policy.actionCount() - 1));
            }
            try (PolicyServer server = new PolicyServer(policy, settings, http, secret, isOpen)) {
                server.watch(file);
                console.accept("serving " + file + " (weights version " + policy.weightsVersion() + ") at http://"
                    + http.host() + ":" + server.boundPort() + "/v1/policy/act");
                stop.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.countDown();
    }
}
