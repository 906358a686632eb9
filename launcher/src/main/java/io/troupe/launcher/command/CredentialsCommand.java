package io.troupe.launcher.command;

import io.troupe.common.security.Credentials;
import io.troupe.launcher.Surroundings;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code troupe credentials}. */
@Command(name = "credentials", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Makes what the nodes of a run need to trust each other: certificates, and the run's secret. What is there"
        + " stays.",
    footer = {"", "Nodes use them with --set cluster.tls.enabled=true --set cluster.tls.certificate-file=DIR/tls.crt"
        + " --set cluster.tls.key-file=DIR/tls.key --set cluster.tls.ca-file=DIR/ca.crt"
        + " --set http.secret-file=DIR/control-secret; docs/security.md"})
public final class CredentialsCommand implements Runnable {
    private final Surroundings surroundings;
    @Parameters(paramLabel = "DIR", description = "The folder; it is made where it is missing.")
    private Path folder;

    public CredentialsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        boolean isMade = Credentials.make(folder);
        surroundings.out().println(isMade
            ? "made " + String.join(", ", Credentials.FILES) + " in " + folder
                + "; give them to every node of the run, and to nobody else"
            : "everything is in " + folder + " already");
    }
}
