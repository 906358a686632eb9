package io.troupe.common.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the configuration, gathered so that a person hears all of it at once. */
final class Problems {
    private static final int LONGEST_VALUE = 60;

    private final List<Problem> all = new ArrayList<>();
    /** In the order in which they were first complained about. */
    private final List<String> sources = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    /** {@code path} holds {@code value}, which is not what was expected. */
    void wrongValue(String path, ConfigValue value, String expected) {
        addAt(value.origin(), path, "got " + show(value) + ", expected " + expected);
    }

    /** Something about the value of {@code path}, at the place where it was set. */
    void addAt(ConfigOrigin origin, String path, String message) {
        paths.add(path);
        add(source(origin), origin.lineNumber(), path + ": " + message);
    }

    /** Something that belongs to no path. */
    void add(String source, String message) {
        add(source, -1, message);
    }

    private void add(String source, int line, String message) {
        if (!sources.contains(source)) {
            sources.add(source);
        }
        Problem problem = new Problem(source, line, message);
        // One value may be read for several columns.
        if (!all.contains(problem)) {
            all.add(problem);
        }
    }

    /** A text that is no HOCON, or asks for something that is not there. */
    void addUnreadable(String source, ConfigException failure) {
        ConfigOrigin origin = failure.origin();
        String message = failure.getMessage();
        if (origin == null) {
            add(source, message);
            return;
        }
        String prefix = origin.description() + ": ";
        add(source(origin), origin.lineNumber(),
            message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    boolean has(String path) {
        return paths.contains(path);
    }

    /** @throws TroupeException CONFIGURATION with every problem on a line of its own, where there is one */
    void throwIfAny() {
        if (all.isEmpty()) {
            return;
        }
        List<String> lines = all.stream()
            .sorted(Comparator.comparingInt((Problem problem) -> sources.indexOf(problem.source))
                .thenComparingInt(problem -> problem.line))
            .map(Problem::toString).toList();
        String message = lines.size() == 1
            ? "in the configuration, " + lines.get(0)
            : lines.size() + " problems in the configuration:\n  " + String.join("\n  ", lines);
        throw new TroupeException(ErrorCode.CONFIGURATION, message);
    }

    /** The file as the user named it, {@code --set}, {@code preset of cartpole}. */
    private static String source(ConfigOrigin origin) {
        if (origin.filename() != null) {
            return origin.filename();
        }
        String suffix = ": " + origin.lineNumber();
        String description = origin.description();
        return description.endsWith(suffix) ? description.substring(0, description.length() - suffix.length())
            : description;
    }

    static String show(ConfigValue value) {
        if (value.valueType() == ConfigValueType.NULL) {
            return "null";
        }
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE - 1) + "…" : text;
    }

    /** @param line -1 where the source has no lines */
    private record Problem(String source, int line, String message) {
        @Override
        public String toString() {
            return source + (line < 1 ? "" : ":" + line) + ": " + message;
        }
    }
}
