package io.troupe.launcher.command;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.run.RunIdentity;
import io.troupe.common.security.Secret;
import io.troupe.launcher.run.PageClient;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that name a run that goes on, whose page is asked. */
final class RunPage {
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    @Parameters(arity = "0..1", paramLabel = "RUN_DIR", description = "The folder of a run that goes on: its page is asked.")
    private Path directory;
    @Option(names = "--url", paramLabel = "URL", description = "The address of the run's page (" + DEFAULT_URL + ").")
    private String url;
    @Option(names = "--secret-file", paramLabel = "FILE", description = "Holds the run's secret, where reading takes it"
        + " (RUN_DIR/control-secret).")
    private Path secretFile;

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    boolean isUrlGiven() {
        return url != null;
    }

    /** @param otherwise what can be done where no run answers, or the run has no page */
    PageClient open(CommandSpec spec, String otherwise) {
        if (directory != null && url != null) {
            throw TroupeCommand.usageProblem(spec, "choose one of RUN_DIR and --url");
        }
        if (directory == null) {
            return new PageClient(url == null ? DEFAULT_URL : url, Optional.ofNullable(secretFile).map(Secret::read),
                otherwise);
        }
        RunFolder run = RunFolder.open(directory);
        HttpSettings http = run.configuration().settings().http();
        if (!http.isEnabled()) {
            throw TroupeCommand.usageProblem(spec, "the run in " + directory
                + " has no page to ask (http.enabled=false); " + otherwise);
        }
        Path secret = secretFile != null ? secretFile
            : http.secretFile().isBlank() ? run.controlSecret() : Path.of(http.secretFile());
        PageClient page = new PageClient(run.page().orElse("http://" + http.host() + ":" + http.port()),
            secretFile != null || Files.isReadable(secret) ? Optional.of(Secret.read(secret)) : Optional.empty(),
            Files.exists(run.summary()) ? directory + " is over, as its summary.json tells; " + otherwise : otherwise);
        return RunIdentity.known(directory).map(page::expecting).orElse(page);
    }
}
