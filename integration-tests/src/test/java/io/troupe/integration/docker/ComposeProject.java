package io.troupe.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.troupe.integration.RunFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * docker-compose.yml under a name of its own, with an image of its own and a free port for the page. Nothing of it is
 * left after {@link #close}.
 */
final class ComposeProject implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path REPORTS = Path.of("target", "compose");
    /** Fewer than by default: they share the cores of the machine that tests. */
    static final int ACTORS = 2;
    private static final int SHARDS = 2;
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final String PREFIX = "troupe-test-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z]+-(\\d+)");
    private static final String PROJECT_LABEL = "com.docker.compose.project";

    private final String name;
    private final String image;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> files;

    /**
     * @param options more options of the learner
     * @param files   compose files, the first of them docker-compose.yml
     */
    ComposeProject(String purpose, String options, List<String> files) throws IOException {
        this.files = files;
        name = PREFIX + purpose + "-" + ProcessHandle.current().pid();
        // Of its own for each project: compose labels an image with the project's name.
        image = "troupe:" + name;
        // The engine chooses the port.
        environment.putAll(Map.of("TROUPE_IMAGE", image, "TROUPE_HTTP_PORT", "0", "TROUPE_ACTORS",
            Integer.toString(ACTORS)));
        options(options);
        Files.createDirectories(REPORTS);
    }

    /**
     * Removes what tests have left that were killed: their containers would go on training, and come back with every
     * start of the engine.
     */
    static void removeOrphans() throws IOException {
        Files.createDirectories(REPORTS);
        Stream.of(docker(SHORT, "ps", "--all", "--format", "{{.Label \"" + PROJECT_LABEL + "\"}}"),
                docker(SHORT, "images", "--format", "{{.Tag}}", "troupe"))
            .flatMap(String::lines).distinct().filter(ComposeProject::isOrphan).forEach(ComposeProject::remove);
    }

    /** Of a process that is no more. */
    private static boolean isOrphan(String project) {
        Matcher matcher = NAME.matcher(project);
        return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    private static void remove(String project) {
        String label = "label=" + PROJECT_LABEL + "=" + project;
        remove(docker(SHORT, "ps", "--all", "--quiet", "--filter", label), "rm", "--force", "--volumes");
        remove(docker(SHORT, "network", "ls", "--quiet", "--filter", label), "network", "rm");
        remove(docker(SHORT, "volume", "ls", "--quiet", "--filter", label), "volume", "rm");
        remove(docker(SHORT, "images", "--format", "{{.Repository}}:{{.Tag}}", "troupe:" + project), "rmi");
    }

    private static void remove(String found, String... command) {
        if (!found.isBlank()) {
            docker(Duration.ofSeconds(90),
                Stream.concat(Stream.of(command), found.lines().distinct()).toArray(String[]::new));
        }
    }

    /** Other options of the learner, from the next {@link #up} on. */
    void options(String options) {
        environment.put("TROUPE_OPTIONS", options);
    }

    /** What an actor is called: as its container. */
    String actor(int number) {
        return name + "-actor-" + number;
    }

    static boolean doesEngineAnswer() {
        try {
            return endsWell("docker", "compose", "version") && endsWell("docker", "info");
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isBuilt() {
        return Files.exists(ROOT.resolve("launcher/target/troupe.jar"));
    }

    /** Builds the image as far as it is out of date, and starts all containers. */
    void up() {
        compose(Duration.ofMinutes(5), "up", "--detach", "--quiet-pull");
    }

    /** Starts more actors and shards, or ends some, while the others go on. */
    void scale(int actors, int shards) {
        compose(Duration.ofMinutes(2), "up", "--detach", "--no-recreate",
            "--scale", "actor=" + actors, "--scale", "replay-3=" + (shards - SHARDS));
    }

    /** As the kernel does that is out of memory: without a chance to say goodbye. Waits until it is gone. */
    void kill(String service) {
        docker(SHORT, "kill", container(service));
        docker(SHORT, "wait", container(service));
    }

    /** Starts a container again that was killed, as an engine does by itself where nobody had asked for its end. */
    void start(String service) {
        docker(SHORT, "start", container(service));
    }

    /** As a person does: stops it in order, and starts it. */
    void restart(String service) {
        compose(Duration.ofSeconds(90), "restart", "--no-deps", service);
    }

    /** Pulls its network cable. */
    void disconnect(String service) {
        docker(SHORT, "network", "disconnect", name + "_troupe", container(service));
    }

    void connect(String service) {
        docker(SHORT, "network", "connect", "--alias", service, name + "_troupe", container(service));
    }

    private String container(String service) {
        return name + "-" + service + "-1";
    }

    /** Ends one part in order. */
    void stop(String service) {
        compose(Duration.ofSeconds(90), "stop", service);
    }

    /** As Ctrl-C and {@code down} do, but the containers can still be looked at. */
    void stop() {
        compose(Duration.ofSeconds(90), "stop");
    }

    /** host:port at which this machine reaches the learner's page. */
    String pageAddress() {
        return compose(SHORT, "port", "learner", "8080").strip();
    }

    /** Waits until every container has ended by itself; returns the exit status by service. */
    Map<String, Integer> awaitEnd(Duration timeout) {
        for (String id : compose(SHORT, "ps", "--all", "--quiet").split("\\s+")) {
            docker(timeout, "wait", id);
        }
        return exitStatus();
    }

    /** The highest of each service. */
    Map<String, Integer> exitStatus() {
        Map<String, Integer> status = new TreeMap<>();
        for (String line : compose(SHORT, "ps", "--all", "--format", "{{.Service}} {{.ExitCode}}").lines().toList()) {
            String[] words = line.split(" ");
            status.merge(words[0], Integer.parseInt(words[1]), Math::max);
        }
        return status;
    }

    /** A run in the learner's folder of runs with what its shards hold, as a copy on this machine. */
    RunFiles copyOfRun(Path folder) throws IOException {
        compose(SHORT, "cp", "learner:/var/lib/troupe/runs", folder.toString());
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertEquals(1, all.size(), "runs: " + all);
            Path replay = Files.createDirectory(all.get(0).resolve("replay"));
            String services = compose(SHORT, "ps", "--all", "--services");
            for (String shard : services.lines().filter(service -> service.startsWith("replay-")).toList()) {
                compose(SHORT, "cp", shard + ":/var/lib/troupe/replay", replay.resolve(shard).toString());
            }
            return new RunFiles(all.get(0));
        }
    }

    /** All that the containers said, for when a test fails. */
    Path keepLogs() throws IOException {
        Path file = REPORTS.resolve(name + ".log");
        Files.writeString(file, compose(SHORT, "ps", "--all") + compose(SHORT, "logs", "--no-color", "--timestamps"));
        return file;
    }

    @Override
    public void close() {
        compose(Duration.ofSeconds(90), "down", "--volumes");
        docker(SHORT, "rmi", image);
    }

    private String compose(Duration timeout, String... arguments) {
        List<String> all = new ArrayList<>(
            List.of("compose", "--project-name", name, "--ansi", "never", "--progress", "quiet"));
        files.forEach(file -> all.addAll(List.of("--file", file)));
        all.addAll(List.of(arguments));
        return docker(environment, timeout, all.toArray(String[]::new));
    }

    private static String docker(Duration timeout, String... arguments) {
        return docker(Map.of(), timeout, arguments);
    }

    /** What the command says; fails the test where the command fails or takes too long. */
    private static String docker(Map<String, String> environment, Duration timeout, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(REPORTS, "docker-", ".out");
            Path errors = Files.createTempFile(REPORTS, "docker-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile())
                    .redirectOutput(output.toFile()).redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return fail("not done after " + timeout.toSeconds() + " s: " + String.join(" ", command) + "\n"
                        + Files.readString(errors));
                }
                if (process.exitValue() != 0) {
                    return fail("status " + process.exitValue() + ": " + String.join(" ", command) + "\n"
                        + Files.readString(errors) + Files.readString(output));
                }
                return Files.readString(output);
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            return fail("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting for " + String.join(" ", command), e);
        }
    }

    private static boolean endsWell(String... command) throws IOException {
        Process process =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
