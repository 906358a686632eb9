package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own judge of configurations, rules and scrapes. */
public final class Promtool {
    private static final long LIMIT_S = 60;

    private Promtool() {
    }

    /** Skips the test that asks where there is none. */
    public static void assumeThere() {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
            "no promtool on the PATH (Debian's package prometheus has it)");
    }

    /** @param text as {@code /metrics} answered it */
    public static void assertNothingToMend(String text) throws IOException {
        Path scrape = Files.createTempFile("scrape", ".txt");
        try {
            Files.writeString(scrape, text);
            assertEquals("", run(scrape, List.of("check", "metrics")));
        } finally {
            Files.delete(scrape);
        }
    }

    /** Fails unless it ends well; returns what it said. */
    public static String run(String... arguments) throws IOException {
        return run(null, List.of(arguments));
    }

    private static String run(Path input, List<String> arguments) throws IOException {
        Path output = Files.createTempFile("promtool", ".out");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), arguments.stream()).toList())
                .redirectInput(input == null ? new File("/dev/null") : input.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(hasEnded, "promtool did not end within " + LIMIT_S + " s: " + said);
            assertEquals(0, process.exitValue(), said);
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(output);
        }
    }
}
