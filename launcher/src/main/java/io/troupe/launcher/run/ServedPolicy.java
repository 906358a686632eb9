package io.troupe.launcher.run;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.Loopback;
import io.troupe.learner.http.PolicyServer;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.serving.ServingSettings;
import java.nio.file.Path;
import java.util.Optional;

/** A policy that is served from its file, and changes with it. */
public final class ServedPolicy implements ServerRun.Server {
    private final Policy policy;
    private final PolicyServer server;

    private ServedPolicy(Policy policy, PolicyServer server) {
        this.policy = policy;
        this.server = server;
    }

    /**
     * Answers when it returns.
     *
     * @param secret     for new weights, and beyond loopback for all; empty for none
     * @param isInsecure whether anyone may ask, also beyond loopback
     * @throws TroupeException CONFIGURATION where the file or a setting is not fit, RESOURCE where it cannot listen
     */
    public static ServedPolicy open(Path file, ServingSettings settings, HttpSettings http, Optional<String> secret,
                                    boolean isInsecure) {
        int rows = Math.max(settings.maxBatch(), settings.maxSessions());
        Policy policy = Policy.load(file, new PolicyOptions(rows, 1, System.nanoTime()));
        try {
            if (settings.fallbackAction() < 0 || settings.fallbackAction() >= policy.actionCount()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "--fallback-action: got " + settings.fallbackAction()
                    + ", expected 0 … " + (policy.actionCount() - 1));
            }
            PolicyServer server = new PolicyServer(policy, settings, http, secret,
                isInsecure || Loopback.isName(http.host()));
            server.watch(file);
            return new ServedPolicy(policy, server);
        } catch (RuntimeException e) {
            policy.close();
            throw e;
        }
    }

    public long weightsVersion() {
        return policy.weightsVersion();
    }

    /** Where a program on this machine finds it. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        policy.close();
    }
}
