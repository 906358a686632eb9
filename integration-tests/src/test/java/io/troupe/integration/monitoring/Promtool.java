package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.integration.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own judge of configurations, rules and scrapes. */
public final class Promtool {
    private static final String NAME = "promtool";

    private Promtool() {
    }

    /** Skips the test that asks where there is none. */
    public static void assumeThere() {
        assumeTrue(Tool.isThere(NAME), "no promtool on the PATH (Debian's package prometheus has it)");
    }

    /** @param text as {@code /metrics} answered it */
    public static void assertNothingToMend(String text) throws IOException {
        Path scrape = Files.createTempFile("scrape", ".txt");
        try {
            Files.writeString(scrape, text);
            assertEquals("", Tool.run(List.of(NAME, "check", "metrics"), scrape).all());
        } finally {
            Files.delete(scrape);
        }
    }

    /** Fails unless it ends well; returns what it said. */
    public static String run(String... arguments) {
        return Tool.run(Stream.concat(Stream.of(NAME), Stream.of(arguments)).toList()).all();
    }
}
