package io.troupe.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A run with {@code --processes}: its supervisor, and the processes and shared memory that this one answers for. */
final class Family implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    /** Nodes report every second. */
    private static final double REPORTING_S = 2;

    final RunFiles run;
    final Page page;
    final TroupeProcess supervisor;
    private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();
    private final Set<Path> memory = new TreeSet<>();

    private Family(RunFiles run, Page page, TroupeProcess supervisor) {
        this.run = run;
        this.page = page;
        this.supervisor = supervisor;
    }

    /** Starts a run that ends when it is told to. */
    static Family startEndless(RunFiles run, String... more) {
        return start(run, Stream.concat(Stream.of("--steps", "100000000"), Stream.of(more)).toArray(String[]::new));
    }

    /** As {@link #startEndless(RunFiles, String...)}, with more flags for all its JVMs. */
    static Family startEndless(RunFiles run, List<String> flags, String... more) {
        return start(run, flags,
            Stream.concat(Stream.of("--steps", "100000000"), Stream.of(more)).toArray(String[]::new));
    }

    static Family start(RunFiles run, String... more) {
        return start(run, List.of(), more);
    }

    private static Family start(RunFiles run, List<String> flags, String... more) {
        int port = Page.freePort();
        String[] arguments = Stream.concat(Stream.of("train", "cartpole", "--processes", "--run-dir",
            run.folder().toString(), "--http-port", Integer.toString(port)), Stream.of(more)).toArray(String[]::new);
        Family family = new Family(run, new Page(port),
            TroupeProcess.start(run.folder().getParent(), flags, arguments).showing(run));
        family.await("seven processes, with the driver and the supervisor", () -> family.look() == 6);
        return family;
    }

    /** Waits for something that has to come, while the processes are counted that come and go. */
    void await(String what, BooleanSupplier condition) {
        Await.until(what, TroupeProcess.LIMIT, supervisor::evidence, () -> {
            look();
            return condition.getAsBoolean();
        });
    }

    /** Waits until both actors and both shards are in the run and report, and it learns. */
    void awaitLearning() {
        await("everybody to be there, and the learner to learn", () -> {
            JsonNode status = page.status();
            return status.path("learner_steps").asLong() > 200
                && status.path("actors").size() == 2 && status.path("shards").size() == 2
                && StreamSupport.stream(status.path("nodes").spliterator(), false)
                    .allMatch(node -> node.path("silent_s").asDouble(0) < REPORTING_S);
        });
    }

    /** Ends this node's process as no process can prepare for; returns its number. */
    long kill(String node) {
        look();
        long pid = run.pid(node);
        ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(node + " does not run\n" + supervisor.evidence()))
            .destroyForcibly();
        return pid;
    }

    /** Tells this node's process to leave, as {@code kill} does. */
    void terminate(String node) {
        look();
        ProcessHandle.of(run.pid(node)).orElseThrow(() ->
            new AssertionError(node + " does not run\n" + supervisor.evidence())).destroy();
    }

    /** CPU time of all these processes so far. */
    Duration cpuTime() {
        look();
        return Stream.concat(Stream.of(supervisor.handle()), seen.values().stream())
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(Duration.ZERO, Duration::plus);
    }

    /** Waits until nothing of it is left: no process, no shared memory. */
    void awaitNothingLeft() {
        awaitNoProcess();
        for (Path folder : memory) {
            Await.until(folder + " to be removed", TroupeProcess.LIMIT, supervisor::evidence,
                () -> !Files.exists(folder));
        }
    }

    /** After a kill shared memory stays, until the next driver of this machine tidies up. */
    void awaitNoProcess() {
        Await.until("all processes to end", TroupeProcess.LIMIT, () -> living() + "\n" + supervisor.evidence(),
            () -> living().isEmpty());
    }

    /** Ends all at once. */
    @Override
    public void close() {
        supervisor.close();
        seen.values().forEach(ProcessHandle::destroyForcibly);
    }

    private String living() {
        StringBuilder text = new StringBuilder();
        seen.values().stream().filter(ProcessHandle::isAlive).forEach(process -> text
            .append(process.pid()).append(' ').append(process.info().commandLine()
            .map(line -> line.replaceAll(".*launcher.Main ", "")).orElse(""))
            .append('\n'));
        return text.toString();
    }

    private int look() {
        supervisor.handle().descendants().forEach(process -> seen.put(process.pid(), process));
        if (Files.isDirectory(SHARED_MEMORY)) {
            try (Stream<Path> folders = Files.list(SHARED_MEMORY)) {
                folders.filter(folder -> folder.getFileName().toString().matches(
                        "troupe-aeron-" + supervisor.pid() + "-.*"))
                    .forEach(memory::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return (int) seen.values().stream().filter(ProcessHandle::isAlive).count();
    }
}
