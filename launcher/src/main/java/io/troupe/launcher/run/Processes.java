package io.troupe.launcher.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run in several processes of this machine: a learner, shards, actors, and a media driver that they share. This
 * process only supervises: what dies is started again, and when the learner is done, all end.
 */
final class Processes implements TrainingRun {
    private static final Logger LOGGER = LoggerFactory.getLogger(Processes.class);
    private static final long GRACE_MS = 10_000;
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A replay shard holds its log in mapped files, so no process but the learner needs much heap. */
    private static final List<String> SMALL_HEAP = List.of("-Xmx512m");

    /** As all drivers' folders are called: the next driver on this machine tidies up what a killed one has left. */
    private static final String DRIVER_FOLDER = "troupe-aeron-";

    private final TrainRequest request;
    private final Path folder;
    private final Path driverFolder;
    private final List<ChildProcess> nodes = new ArrayList<>();
    private final MetricsTail metrics;
    private ChildProcess driver;
    private ChildProcess learner;
    private volatile String stopReason;

    Processes(TrainRequest request) {
        this.request = request;
        this.folder = request.folder().path().resolve("nodes");
        this.driverFolder = Path.of(
            Files.isDirectory(Path.of("/dev/shm")) ? "/dev/shm" : System.getProperty("java.io.tmpdir"),
            DRIVER_FOLDER + ProcessHandle.current().pid() + "-shared");
        this.metrics = new MetricsTail(request.folder().metrics(), request.configuration().settings());
    }

    @Override
    public RunSummary run() {
        try {
            define();
            long startMs = nowMs();
            driver.start(startMs);
            learner.start(startMs);
            nodes.forEach(node -> node.start(startMs));
            supervise();
        } finally {
            // All at once: one that has lost the cluster takes its time to leave it.
            nodes.forEach(ChildProcess::release);
            nodes.forEach(node -> node.end(GRACE_MS));
            if (learner != null) {
                learner.end(GRACE_MS);
            }
            if (driver != null) {
                driver.end(GRACE_MS);
            }
        }
        if (learner.exitStatus() != 0) {
            throw new TroupeException(ErrorCode.RESOURCE, learner.lastError().orElseGet(() ->
                "the learner ended with status " + learner.exitStatus() + "; what happened is in "
                    + request.folder().log()));
        }
        return RunSummary.read(request.folder().summary());
    }

    @Override
    public void requestStop(String reason) {
        stopReason = reason;
    }

    @Override
    public void abandon() {
        nodes.forEach(ChildProcess::kill);
        if (learner != null) {
            learner.kill();
        }
        if (driver != null) {
            driver.kill();
        }
    }

    private void supervise() {
        boolean isTold = false;
        while (learner.isAlive()) {
            if (stopReason != null && !isTold) {
                learner.tell(Lifeline.STOP + stopReason);
                isTold = true;
            }
            if (!isTold) {
                long now = nowMs();
                revive(driver, now);
                nodes.forEach(node -> revive(node, now));
            }
            RunSnapshot snapshot = metrics.next();
            if (snapshot != null) {
                request.console().accept(snapshot);
            }
            LockSupport.parkNanos(CYCLE_NS);
        }
    }

    private static void revive(ChildProcess process, long nowMs) {
        if (process.revive(nowMs)) {
            LOGGER.warn("{} had died and was started again", process.name());
        }
    }

    private void define() {
        TroupeSettings settings = request.configuration().settings();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot make " + folder + " (" + e.getMessage() + ")", e);
        }
        String host = settings.cluster().host();
        // A node keeps its port over restarts, so that the cluster knows it again at once.
        FreePorts ports = new FreePorts();
        int learnerPort = ports.next();
        int firstShardPort = ports.next();
        Map<String, Object> shared = new HashMap<>();
        shared.put("cluster.seeds", List.of(host + ":" + learnerPort, host + ":" + firstShardPort));
        shared.put("transport.driver", "external");
        shared.put("transport.aeron-directory", driverFolder.toString());
        shared.put("run.directory", request.folder().path().toAbsolutePath().toString());

        Path driverConfig = write("driver", shared);
        driver = new ChildProcess("driver", ToolCommand.of(
            List.of("driver", "--supervised", "--config", driverConfig.toString()), SMALL_HEAP), folder);
        learner = node("learner", "learner", shared, Map.of("cluster.port", learnerPort), List.of("-Xmx1g"));
        for (int i = 1; i <= settings.replay().shards(); i++) {
            String name = "replay-" + i;
            String directory = settings.replay().directory().isEmpty()
                ? request.folder().path().resolve("replay").toAbsolutePath().toString() : settings.replay().directory();
            nodes.add(node(name, "replay", shared, Map.of("cluster.port", i == 1 ? firstShardPort : ports.next(),
                "replay.directory", Path.of(directory, name).toString()), SMALL_HEAP));
        }
        for (int i = 1; i <= settings.actors().count(); i++) {
            nodes.add(node("actor-" + i, "actor", shared, Map.of("cluster.port", ports.next()), SMALL_HEAP));
        }
    }

    private ChildProcess node(String name, String role, Map<String, Object> shared, Map<String, Object> own,
                              List<String> flags) {
        Map<String, Object> values = new HashMap<>(shared);
        values.putAll(own);
        values.put("cluster.node-name", name);
        // Several nodes of one machine need a port each: those that follow the one that somebody has chosen, or any free
        // one, which the node writes to a file beside this one.
        int firstPort = request.configuration().settings().metrics().port();
        if (firstPort != 0 && !role.equals("learner")) {
            values.put("metrics.port", firstPort + nodes.size());
        }
        forgetAddress(name);
        List<String> arguments = List.of(role, "--supervised", "--config", write(name, values).toString());
        return new ChildProcess(name, ToolCommand.of(arguments, flags), folder);
    }

    /** One that was killed in an earlier start has left it. */
    private void forgetAddress(String name) {
        Path file = EndpointFile.of(folder, name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot delete " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private Path write(String name, Map<String, Object> values) {
        Path file = folder.resolve(name + ".conf");
        EffectiveConfiguration configuration = request.configuration().with(values);
        try {
            return Files.writeString(file, configuration.render());
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
