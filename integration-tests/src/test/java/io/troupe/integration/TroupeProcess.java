package io.troupe.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/**
 * The real {@code troupe} command in a process of its own, with the flags that the script gives it, but for the optimizing
 * compiler: a process lives for seconds here. Five of them that take 6,000 steps use 36 s of CPU without it, 62 s with it.
 */
public final class TroupeProcess implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SIGINT_BIT = 1 << 1;

    private final List<String> arguments;
    private final Process process;
    private final Path out;
    private final Path err;
    private final List<Path> logs = new ArrayList<>();

    private TroupeProcess(List<String> arguments, Process process, Path out, Path err) {
        this.arguments = arguments;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param folder where the process works, and where its outputs are kept */
    static TroupeProcess start(Path folder, String... arguments) {
        return start(folder, List.of(), arguments);
    }

    /** @param flags more flags for the JVM, which those that it starts get too; they may name classes of the tests */
    static TroupeProcess start(Path folder, List<String> flags, String... arguments) {
        return start(List.of(), folder, flags, Map.of(), arguments);
    }

    /** @param environment variables beside those of this process */
    public static TroupeProcess start(Path folder, List<String> flags, Map<String, String> environment,
                                      String... arguments) {
        return start(List.of(), folder, flags, environment, arguments);
    }

    /** @param wrapper a command that runs the command that follows it */
    static TroupeProcess startWithin(List<String> wrapper, Path folder, List<String> flags, String... arguments) {
        return start(wrapper, folder, flags, Map.of(), arguments);
    }

    private static TroupeProcess start(List<String> wrapper, Path folder, List<String> flags,
                                       Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        // As the script puts it together; extra is where environments of the user's own are.
        String extra = environment.get("TROUPE_CLASSPATH");
        if (extra == null && flags.isEmpty()) {
            command.addAll(java(SharedClasses.CLASS_PATH, SharedClasses.FLAGS));
        } else {
            String own = System.getProperty("java.class.path");
            command.addAll(java(extra == null ? own : extra + File.pathSeparator + own, flags));
        }
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(folder, "out-", ".txt");
            Path err = Files.createTempFile(folder, "err-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().putAll(environment);
            return new TroupeProcess(List.of(arguments), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command as far as its main class. */
    static List<String> java(String classPath, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-Xms64m", "-Xmx512m", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true",
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, "io.troupe.launcher.Main"));
        return command;
    }

    /** Runs the command to its end. */
    static TroupeProcess run(Path folder, String... arguments) {
        return run(folder, Map.of(), arguments);
    }

    /** @param environment variables beside those of this process */
    static TroupeProcess run(Path folder, Map<String, String> environment, String... arguments) {
        try (TroupeProcess troupe = start(folder, List.of(), environment, arguments)) {
            troupe.awaitExit(LIMIT);
            return troupe;
        }
    }

    /** This run's logs are shown too where a test fails. */
    TroupeProcess showing(RunFiles run) {
        logs.add(run.folder());
        return this;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public int exitStatus() {
        return process.exitValue();
    }

    /** Waits for the end, and returns the exit status. */
    int awaitExit(Duration limit) {
        if (!endsWithin(limit)) {
            Assertions.fail("has not ended within " + limit.toSeconds() + " s\n" + evidence());
        }
        return process.exitValue();
    }

    /** Waits for the end; false where it has not come. */
    public boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What Ctrl-C sends; SIGTERM, which means the same to the command, where this session ignores SIGINT. */
    void interrupt() {
        try {
            String ignored = Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0").substring(7).trim();
            boolean isIgnored = (Long.parseUnsignedLong(ignored, 16) & SIGINT_BIT) != 0;
            Signals.send(isIgnored ? "-TERM" : "-INT", pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String out() {
        return text(out);
    }

    public String err() {
        return text(err);
    }

    /** Fails where the process has not told its error as a person wants it: in words, without a stack trace. */
    void assertTells(int status, String... parts) {
        Assertions.assertEquals(status, exitStatus(), this::evidence);
        String told = err();
        for (String part : parts) {
            Assertions.assertTrue(told.contains(part), () -> "'" + part + "' is not told\n" + evidence());
        }
        Assertions.assertFalse((told + out()).contains("\tat "), () -> "a stack trace was told\n" + evidence());
    }

    /** What was started, and the last lines of all that it wrote. */
    public String evidence() {
        StringBuilder text = new StringBuilder("troupe " + String.join(" ", arguments) + "\n");
        text.append(process.isAlive() ? "still runs" : "ended with status " + process.exitValue());
        text.append(RunFiles.tail(out)).append(RunFiles.tail(err));
        logs.forEach(folder -> text.append(new RunFiles(folder).evidence()));
        return text.toString();
    }

    /** Ends it, and what it has started, at once. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
