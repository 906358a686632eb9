package io.troupe.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * The JVM's archive of the classes that a run loads, as the image has one. A short run of all parts makes it before the
 * first process starts; each of the nodes, of which the tests start some hundred, then needs 3 s of CPU where it needed 4.8.
 */
final class SharedClasses {
    /** The tests' own folders are left out: the JVM archives what is in jars alone. */
    static final String CLASS_PATH = entries().filter(entry -> !entry.startsWith(Path.of("target").toAbsolutePath()))
        .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    /**
     * What a JVM with this class path is told; nothing where other modules are compiled and not packaged, or where the JVM
     * refuses an archive beside {@code --add-exports} (24 and newer).
     */
    static final List<String> FLAGS = isPackaged() && Runtime.version().feature() < 24
        ? List.of("-XX:SharedArchiveFile=" + archive()) : List.of();
    private static final long MAKING_LIMIT_S = 120;

    private SharedClasses() {
    }

    private static Stream<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath());
    }

    private static boolean isPackaged() {
        return Stream.of(CLASS_PATH.split(File.pathSeparator)).allMatch(entry -> Files.isRegularFile(Path.of(entry)));
    }

    /** Of these jars and this JVM; made where there is none yet. */
    private static Path archive() {
        try {
            List<String> contents = new ArrayList<>(List.of(Runtime.version().toString()));
            for (String jar : CLASS_PATH.split(File.pathSeparator)) {
                contents.add(jar + ' ' + Files.getLastModifiedTime(Path.of(jar)));
            }
            Path folder = Files.createDirectories(Path.of("target", "shared-classes").toAbsolutePath());
            Path archive = folder.resolve(Integer.toHexString(contents.hashCode()) + ".jsa");
            if (!Files.exists(archive)) {
                make(archive, Files.createTempDirectory(folder, "making-"));
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path archive, Path folder) throws IOException {
        Path made = folder.resolve("made.jsa");
        List<String> command = TroupeProcess.java(CLASS_PATH, List.of("-XX:ArchiveClassesAtExit=" + made));
        command.addAll(List.of("train", "cartpole", "--http-port=0", "--run-dir=" + folder.resolve("run"),
            "--set=run.max-env-steps=1300", "--set=run.until-return=none", "--set=evaluation.episodes=2"));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(said.toFile()))
            .start();
        try {
            if (!process.waitFor(MAKING_LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0 || !Files.exists(made)) {
                throw new IOException("no archive of classes was made by " + command + "\n" + RunFiles.tail(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        // At once, as other processes may look for it.
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        IoUtil.delete(folder.toFile(), true);
    }
}
