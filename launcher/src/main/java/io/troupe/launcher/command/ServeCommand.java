package io.troupe.launcher.command;

import io.troupe.common.security.Secret;
import io.troupe.common.config.HttpSettings;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.ServedPolicy;
import io.troupe.launcher.run.ServerRun;
import io.troupe.policy.serving.ServingSettings;
import io.troupe.policy.serving.ServingSettings.Fallback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe serve}. */
@Command(name = "serve", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    sortOptions = false, description = "Answers with a policy over HTTP: POST /v1/policy/act.",
    footer = {"", "Weights change without a pause when FILE is replaced. docs/serving.md tells the API."})
public final class ServeCommand implements Runnable {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "FILE", description = "What troupe export wrote.")
    private Path file;
    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1",
        description = "Where to listen (${DEFAULT-VALUE}).")
    private String host;
    @Option(names = "--port", paramLabel = "P", defaultValue = "8090", description = "0: any free one (${DEFAULT-VALUE}).")
    private int port;
    @Option(names = "--secret-file", paramLabel = "FILE",
        description = "Holds the secret that new weights take, and beyond loopback every request.")
    private Path secretFile;
    @Option(names = "--insecure", description = "Beyond loopback, let anyone ask: the network is trusted.")
    private boolean isInsecure;
    @Option(names = "--max-batch", paramLabel = "N", defaultValue = "64",
        description = "Observations of one pass (${DEFAULT-VALUE}).")
    private int maxBatch;
    @Option(names = "--max-wait-us", paramLabel = "US", defaultValue = "200",
        description = "How long the first of a batch waits for others, in µs (${DEFAULT-VALUE}).")
    private int maxWaitUs;
    @Option(names = "--max-queued", paramLabel = "N", defaultValue = "1024",
        description = "Requests that may wait (${DEFAULT-VALUE}).")
    private int maxQueued;
    @Option(names = "--deadline-ms", paramLabel = "MS", defaultValue = "1000",
        description = "After this the fallback answers (${DEFAULT-VALUE}).")
    private int deadlineMs;
    @Option(names = "--fallback", paramLabel = "error|random|action", defaultValue = "error",
        description = "error: 503; random: any allowed action; action: that of --fallback-action (${DEFAULT-VALUE}).")
    private Fallback fallback;
    @Option(names = "--fallback-action", paramLabel = "ACTION", defaultValue = "0",
        description = "Of --fallback action (${DEFAULT-VALUE}).")
    private int fallbackAction;
    @Option(names = "--max-sessions", paramLabel = "N", defaultValue = "256",
        description = "Of a network with a memory (${DEFAULT-VALUE}).")
    private int maxSessions;
    @Option(names = "--session-timeout-s", paramLabel = "S", defaultValue = "600",
        description = "After this, a session that is not used ends (${DEFAULT-VALUE}).")
    private int sessionTimeoutS;

    public ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ServingSettings settings = settings();
        if (port < 0 || port > 65_535) {
            throw TroupeCommand.usageProblem(spec, "--port: got " + port + ", expected 0 … 65535");
        }
        Optional<String> secret = Optional.ofNullable(secretFile).map(Secret::read);
        Serving.node(surroundings, true, new ServerRun(() -> {
            ServedPolicy served =
                ServedPolicy.open(file, settings, new HttpSettings(true, host, port), secret, isInsecure);
            surroundings.out().println("serving " + file + " (weights version " + served.weightsVersion() + ") at "
                + served.url() + "v1/policy/act");
            return served;
        }));
    }

    private ServingSettings settings() {
        try {
            return new ServingSettings(maxBatch, Duration.ofNanos(1000L * maxWaitUs), maxQueued,
                Duration.ofMillis(deadlineMs), maxSessions, Duration.ofSeconds(sessionTimeoutS),
                fallback, fallbackAction);
        } catch (IllegalArgumentException e) {
            throw TroupeCommand.usageProblem(spec, e.getMessage());
        }
    }
}
