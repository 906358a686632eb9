package io.troupe.integration.monitoring;

import io.troupe.integration.ProjectFiles;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of metrics: those that docs/metrics.md explains, and those that a query asks for. */
final class MetricNames {
    private static final Pattern EXPLAINED = Pattern.compile("^\\| `([a-z][a-z0-9_]*)` \\|", Pattern.MULTILINE);
    /** What Prometheus itself says of its targets and alerts. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "Inf", "NaN");
    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final String MATCHERS = "\\{[^}]*}";
    private static final String RANGE = "\\[[^\\]]*]";
    private static final String LABELS = "\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)";
    /** Neither a function nor the exponent of a number. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");


    private static final Set<String> ALL = read();

    private MetricNames() {
    }

    static Set<String> explained() {
        return ALL;
    }

    private static Set<String> read() {
        Set<String> names = EXPLAINED.matcher(ProjectFiles.text("docs/metrics.md")).results()
            .map(result -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
        names.addAll(OF_PROMETHEUS);
        return names;
    }

    static Set<String> in(String query) {
        String bare = query.replaceAll(STRING, "").replaceAll(MATCHERS, "").replaceAll(RANGE, "").replaceAll(LABELS, "");
        return NAME.matcher(bare).results().map(result -> result.group()).filter(name -> !WORDS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of the query that nobody explains. */
    static Set<String> unexplained(String query) {
        Set<String> names = in(query);
        names.removeAll(explained());
        return names;
    }
}
