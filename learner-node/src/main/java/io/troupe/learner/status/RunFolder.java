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
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run keeps everything that it leaves behind. One run, one folder. */
public final class RunFolder {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    static final String CONFIG = "config.conf";
    static final Path PARENT = Path.of("runs");

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
                // gym:ALE/Breakout-v5 is no name for a folder.
                String environment = settings.environment().name().replaceAll("[^A-Za-z0-9._-]", "-");
                String name = TIME.format(now) + "-" + environment + "-"
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
                + " holds a run already; go on with it (troupe train --resume " + path
                + "), choose another one with --run-dir, or delete it");
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

    /**
     * Begins another start of the run: keeps the configuration and the summary of the last one under a number, and
     * writes the new {@code config.conf}. From here on {@link #incarnation} is one higher, whatever happens next.
     *
     * @throws TroupeException RESOURCE where the run is still running, or its folder cannot be written
     */
    public void resume(EffectiveConfiguration configuration) {
        RunLock own = lock();
        try {
            int last = incarnation();
            Files.copy(config(), numbered("config", last, ".conf"), StandardCopyOption.REPLACE_EXISTING);
            if (Files.exists(summary())) {
                Files.move(summary(), numbered("summary", last, ".json"), StandardCopyOption.ATOMIC_MOVE);
            }
            AtomicFile.write(config(), configuration.with(Map.of("run.directory", "")).render());
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write into the run's folder " + path + ": "
                + AtomicFile.reason(e) + "; make it writable", e);
        } finally {
            own.close();
        }
    }

    /** How often the run was started: 1 for the first time. */
    public int incarnation() {
        int incarnation = 1;
        while (Files.exists(numbered("config", incarnation, ".conf"))) {
            incarnation++;
        }
        return incarnation;
    }

    /** Makes this process the folder's owner. @throws TroupeException RESOURCE where it has one */
    public RunLock lock() {
        return RunLock.take(path);
    }

    /** Whether a process of this machine owns the folder: the run goes on. */
    public boolean isOwned() {
        return RunLock.isHeld(path);
    }

    /**
     * Checks that the run's environment still makes the steps that its replay holds; remembers it at the first start.
     *
     * @param fingerprint of the steps' layout
     * @throws TroupeException LAYOUT_MISMATCH with both layouts
     */
    public void requireLayout(String fingerprint) {
        Path file = path.resolve("layout");
        try {
            if (!Files.exists(file)) {
                AtomicFile.write(file, fingerprint + "\n");
                return;
            }
            String known = Files.readString(file).trim();
            if (!known.equals(fingerprint)) {
                throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the steps of the run in " + path
                    + " have the layout '" + known + "', those of its environment now have '" + fingerprint
                    + "', so its experience cannot be used: resume it with the environment that it was started with,"
                    + " or begin a new run");
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read or write " + file + ": " + AtomicFile.reason(e)
                + "; make the run's folder readable and writable", e);
        }
    }

    /** Keeps the checkpoints of another network where nobody takes them for this one's. Returns where. */
    public Path setCheckpointsAside() {
        Path aside = numbered("checkpoints", incarnation() - 1, "");
        try {
            Files.move(checkpoints(), aside, StandardCopyOption.ATOMIC_MOVE);
            Files.createDirectories(checkpoints());
            return aside;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot rename " + checkpoints() + " to " + aside + ": "
                + AtomicFile.reason(e), e);
        }
    }

    /** Checkpoints of other networks that the run had before, the last ones first. */
    public List<Path> checkpointsAside() {
        List<Path> folders = new ArrayList<>();
        for (int number = incarnation() - 1; number > 0; number--) {
            if (Files.isDirectory(numbered("checkpoints", number, ""))) {
                folders.add(numbered("checkpoints", number, ""));
            }
        }
        return folders;
    }

    /** How far the run had come when it last said so. */
    public RunProgress progress() {
        return RunProgress.read(metrics());
    }

    private Path numbered(String name, int number, String suffix) {
        return path.resolve(name + "-" + number + suffix);
    }

    /** What the last start of the run was begun with. */
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
        return path.resolve(CONFIG);
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /** What the network looked at in evaluations: the newest of them. */
    public Path attention() {
        return path.resolve("attention.jsonl");
    }

    /** Those before, where the newest file had become too long. */
    public Path earlierAttention() {
        return path.resolve("attention-1.jsonl");
    }

    public Path summary() {
        return path.resolve("summary.json");
    }

    /** Of TensorBoard's event files. */
    public Path tensorBoard() {
        return path.resolve("tensorboard");
    }

    /** What happened, an event a line. */
    public Path events() {
        return path.resolve("events.jsonl");
    }

    /** What whoever controls the run must show. */
    public Path controlSecret() {
        return path.resolve("control-secret");
    }

    public Path ledger() {
        return path.resolve("ledger.json");
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
