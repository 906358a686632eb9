package io.troupe.launcher.reproduce;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The suites that there are: {@code reproduce/<name>.conf} among the resources, and files of the user's own. */
public final class Suites {
    static final List<String> NAMES = List.of("masked-cartpole", "tmaze-50", "tmaze-50-attention", "tmaze-250",
        "repeat-previous-easy", "repeat-previous-kinds", "memory-cards", "mountaincar", "acrobot", "minatar-asterix",
        "minatar-breakout", "minatar-freeway", "minatar-seaquest", "minatar-space-invaders", "maze", "robot-arm",
        "text-generation", "trading");
    private static final String SUFFIX = ".conf";

    private Suites() {
    }

    /** A line for each suite. */
    public static List<String> describe() {
        int width = NAMES.stream().mapToInt(String::length).max().orElse(0);
        return NAMES.stream().map(Suites::named).map(suite -> suite.name() + " ".repeat(width - suite.name().length())
            + "  " + suite.claims() + " " + String.join(", ", suite.labels())).toList();
    }

    /**
     * @param name one of {@link #NAMES}, or a file, whose name ends with {@code .conf}
     * @throws TroupeException CONFIGURATION where there is no such suite, or with all that is wrong with it
     */
    static Suite named(String name) {
        if (NAMES.contains(name)) {
            try (InputStream in = Suites.class.getResourceAsStream("/reproduce/" + name + SUFFIX)) {
                return SuiteReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name, name + SUFFIX);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Path file = Path.of(name);
        if (!name.endsWith(SUFFIX) || !Files.isRegularFile(file)) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "no suite is called '" + name + "'; there are: "
                + String.join(", ", NAMES) + ", and files of your own that end with " + SUFFIX);
        }
        try {
            String base = file.getFileName().toString();
            return SuiteReader.read(Files.readString(file), base.substring(0, base.length() - SUFFIX.length()), name);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
