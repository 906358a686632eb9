package io.troupe.learner.status;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run keeps everything that it leaves behind. One run, one folder. */
public final class RunFolder {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    private static final Path PARENT = Path.of("runs");

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder of a new run, {@code run.directory} or {@code runs/<time>-<environment>-<network>}, and writes
     * its {@code config.conf}.
     *
     * @throws TroupeException CONFIGURATION where the folder has a run already, RESOURCE where it cannot be made
     */
    public static RunFolder create(EffectiveConfiguration configuration, LocalDateTime now) {
        return create(configuration, now, PARENT);
    }

    /** @param parent of folders that have no name of their own */
    static RunFolder create(EffectiveConfiguration configuration, LocalDateTime now, Path parent) {
        TroupeSettings settings = configuration.settings();
        String directory = settings.run().directory();
        Path path = Path.of(directory);
        try {
            if (directory.isBlank()) {
                String name = TIME.format(now) + "-" + settings.environment().name() + "-"
                    + NetworkPresets.nameOf(settings.network());
                path = newFolder(parent, name);
            }
            RunFolder folder = new RunFolder(path);
            Files.createDirectories(folder.checkpoints());
            folder.refuseSecondRun();
            // Without the folder's own name, so that the file can start the next run as it is.
            AtomicFile.write(folder.config(), configuration.with(Map.of("run.directory", "")).render());
            return folder;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot make the run's folder " + path + ": "
                + AtomicFile.reason(e) + "; choose another one with --run-dir", e);
        }
    }

    private static Path newFolder(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int count = 1;; count++) {
            Path path = parent.resolve(count == 1 ? name : name + "-" + count);
            try {
                return Files.createDirectory(path);
            } catch (FileAlreadyExistsException takenByARunOfTheSameSecond) {
                // The next number is tried.
            }
        }
    }

    private void refuseSecondRun() throws IOException {
        boolean hasCheckpoint;
        try (Stream<Path> files = Files.list(checkpoints())) {
            hasCheckpoint = files.findAny().isPresent();
        }
        if (hasCheckpoint || Files.exists(metrics()) || Files.exists(summary())) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the folder " + path
                + " holds a run already; choose another one with --run-dir, or delete it");
        }
    }

    /**
     * The folder of a run that is there.
     *
     * @throws TroupeException CONFIGURATION where there is none
     */
    public static RunFolder open(Path path) {
        RunFolder folder = new RunFolder(path);
        if (!Files.isRegularFile(folder.config())) {
            throw new TroupeException(ErrorCode.CONFIGURATION, path + " is not the folder of a run: it has no "
                + folder.config().getFileName() + "; runs are in " + PARENT + "/, newest last");
        }
        return folder;
    }

    /** What {@link #create} wrote. */
    public EffectiveConfiguration configuration() {
        try {
            return EffectiveConfiguration.read(Files.readString(config()), config().toString());
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "cannot read " + config() + ": " + AtomicFile.reason(e), e);
        }
    }

    /** The last part of the folder's path: the run's name on pages and in logs. */
    public String runId() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path path() {
        return path;
    }

    public Path config() {
        return path.resolve("config.conf");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path summary() {
        return path.resolve("summary.json");
    }

    /** Where the run's page is, or was: asked by who has the folder and wants to talk to the run. */
    public Optional<String> page() {
        try {
            return Files.exists(pageFile()) ? Optional.of(Files.readString(pageFile()).trim()) : Optional.empty();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + pageFile() + ": " + AtomicFile.reason(e), e);
        }
    }

    public void writePage(String url) {
        try {
            AtomicFile.write(pageFile(), url + "\n");
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + pageFile() + ": " + AtomicFile.reason(e)
                + "; make the run's folder writable", e);
        }
    }

    private Path pageFile() {
        return path.resolve("page-url");
    }

    public Path log() {
        return path.resolve("troupe.log");
    }
}
