package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.CompressionReport;
import io.troupe.learner.compression.Compression;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe compress}. */
@Command(name = "compress", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    sortOptions = false,
    description = "Writes a run's trained network in fewer bits, and tells what that changes in Q and in return.",
    footer = {"", "troupe train --init-weights takes what it writes."})
public final class CompressCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "RUN_DIR", description = "The folder of a run.")
    private Path directory;
    @Option(names = "--prune", paramLabel = "FRACTION", defaultValue = "0",
        description = "Set this share of each matrix to zero, the smallest magnitudes.")
    private double prune;
    @Option(names = "--int8", description = "Store matrices as int8, with a float32 scale for each row.")
    private boolean isInt8;
    @Option(names = "--bfloat16", description = "Store what is not int8 as bfloat16.")
    private boolean isBFloat16;
    @Option(names = "--out", paramLabel = "FILE",
        description = "The file to write (compressed.safetensors in the run's folder).")
    private Path file;
    @Option(names = "--episodes", paramLabel = "N", defaultValue = "100",
        description = "Greedy episodes before and after (${DEFAULT-VALUE}).")
    private int episodes;
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public CompressCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!(prune >= 0 && prune < 1)) {
            throw TroupeCommand.usageProblem(spec, "--prune: got " + prune + ", expected from 0 to below 1");
        }
        if (prune == 0 && !isInt8 && !isBFloat16) {
            throw TroupeCommand.usageProblem(spec, "what is to be done? Say --prune FRACTION, --int8 or --bfloat16");
        }
        if (episodes < 1) {
            throw TroupeCommand.usageProblem(spec, "--episodes: got " + episodes + ", expected at least 1");
        }
        RunFolder folder = RunFolder.open(directory);
        CompressionReport report;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            report = surroundings.runs().compress(folder, new Compression(prune, isInt8, isBFloat16),
                file == null ? folder.path().resolve("compressed.safetensors") : file, episodes, progress);
        }
        surroundings.out().println(isJson ? json(report) : text(report));
        return 0;
    }

    private static String text(CompressionReport report) {
        CompressionReport.Size size = report.size();
        CompressionReport.Change change = report.change();
        return String.format(Locale.ROOT, "%s → %s%n"
                + "bytes: %,d → %,d (packed with gzip %,d → %,d), %.1f%% of the parameters are zero%n"
                + "Q: changed by %.3g on average and %.3g at most over %,d observations; %.2f%% of the actions stay%n"
                + "greedy return: %,.2f (from %,.2f to %,.2f) → %,.2f (from %,.2f to %,.2f) over %,d episodes",
            report.checkpoint(), report.file(), size.bytesBefore(), size.bytes(), size.gzipBytesBefore(),
            size.gzipBytes(), 100 * size.zeroShare(), change.meanDifference(), change.maxDifference(),
            change.observations(), 100 * change.agreement(), report.before().mean(), report.before().min(),
            report.before().max(), report.after().mean(), report.after().min(), report.after().max(),
            report.after().episodes());
    }

    private static ObjectNode json(CompressionReport report) {
        CompressionReport.Size size = report.size();
        CompressionReport.Change change = report.change();
        return JsonNodeFactory.instance.objectNode()
            .put("checkpoint", report.checkpoint())
            .put("file", report.file().toString())
            .put("bytes_before", size.bytesBefore())
            .put("bytes_after", size.bytes())
            .put("gzip_bytes_before", size.gzipBytesBefore())
            .put("gzip_bytes_after", size.gzipBytes())
            .put("zero_fraction", size.zeroShare())
            .put("observations", change.observations())
            .put("q_change_mean", change.meanDifference())
            .put("q_change_max", change.maxDifference())
            .put("greedy_agreement", change.agreement())
            .put("episodes", report.after().episodes())
            .put("mean_return_before", report.before().mean())
            .put("mean_return_after", report.after().mean());
    }
}
