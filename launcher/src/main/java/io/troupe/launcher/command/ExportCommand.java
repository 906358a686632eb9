package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.launcher.Surroundings;
import io.troupe.learner.status.RunFolder;
import io.troupe.policy.PolicyManifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe export}. */
@Command(name = "export", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    sortOptions = false,
    description = "Writes what a run has learned into one file: weights, network, schema, and how to load them.",
    footer = {"", "troupe serve answers with it over HTTP; docs/serving.md tells how to embed it."})
public final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--to", paramLabel = "FILE", required = true, description = "The file to write; it is replaced.")
    private Path file;
    @Option(names = "--checkpoint", paramLabel = "NAME", defaultValue = "best",
        description = "best (by evaluation), latest, or a folder of the run's checkpoints (${DEFAULT-VALUE}).")
    private String checkpoint;
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PolicyManifest manifest = surroundings.runs().export(RunFolder.open(directory), checkpoint, file);
        surroundings.out().println(isJson
            ? JsonNodeFactory.instance.objectNode().put("file", file.toString())
                .put("checkpoint", manifest.checkpoint()).put("weights_version", manifest.weightsVersion()).toString()
            : manifest.checkpoint() + " (weights version " + manifest.weightsVersion() + ") → " + file);
        return 0;
    }
}
