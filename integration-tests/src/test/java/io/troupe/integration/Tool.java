package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that are not the project's, run to their end. */
public final class Tool {
    private static final long LIMIT_S = 60;
    private static final Path NOTHING = Path.of("/dev/null");

    private Tool() {
    }

    /** What it said, on its output and on its error output. */
    public record Said(String out, String err) {
        public String all() {
            return out + err;
        }
    }

    /** Whether it is on the PATH. */
    public static boolean isThere(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Fails unless it ends well, and in time. */
    public static Said run(List<String> command) {
        return run(command, NOTHING);
    }

    /** @param input what it reads */
    public static Said run(List<String> command, Path input) {
        try {
            Path out = Files.createTempFile("tool", ".out");
            Path err = Files.createTempFile("tool", ".err");
            try {
                Process process = new ProcessBuilder(command).redirectInput(input.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
                process.destroyForcibly();
                Said said = new Said(Files.readString(out), Files.readString(err));
                String told = String.join(" ", command) + ": " + said.all();
                assertTrue(hasEnded, () -> "not within " + LIMIT_S + " s: " + told);
                assertEquals(0, process.exitValue(), told);
                return said;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
