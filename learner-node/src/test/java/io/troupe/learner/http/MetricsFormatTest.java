package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code promtool check metrics} looks at, and that docs/metrics.md tells what there is. */
final class MetricsFormatTest {
    private static final Pattern SAMPLE = Pattern.compile(
        "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*)})? (NaN|[+-]?Inf|\\S+)");
    /** What follows is told by actors and shards themselves; NodeMetricsTest looks at that. */
    private static final String NODES = "## An actor's and a shard's own";
    private static final Pattern DOCUMENTED = Pattern.compile("`(troupe_[a-z0-9_]+)`");

    private final MetricsScrape scrape = new MetricsScrape();

    @AfterEach
    void close() {
        scrape.close();
    }

    @Test
    void everyLineShouldFollowTheTextFormat() {
        scrape.update(Snapshots.running(10));
        Map<String, String> types = new HashMap<>();
        Set<String> helped = new TreeSet<>();
        Set<String> series = new TreeSet<>();
        for (String line : scrape.text().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                String[] parts = line.split(" ", 4);
                assertTrue(parts.length == 4 && !parts[3].isBlank(), line);
                assertTrue(helped.add(parts[2]), "told twice: " + line);
            } else if (line.startsWith("# TYPE ")) {
                String[] parts = line.split(" ");
                assertTrue(Set.of("counter", "gauge", "summary", "histogram", "untyped").contains(parts[3]), line);
                types.put(parts[2], parts[3]);
            } else if (!line.isBlank()) {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), line);
                assertTrue(series.add(sample.group(1) + "{" + sample.group(2)), "told twice: " + line);
                Double.parseDouble(sample.group(3).replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
                String family = family(sample.group(1), types);
                assertTrue(helped.contains(family), "no help: " + line);
            }
        }
        types.forEach((name, type) -> {
            assertEquals(type.equals("counter"), name.endsWith("_total"), name + " is a " + type);
            assertTrue(name.equals(name.toLowerCase(Locale.ROOT)), name);
            for (String unit : List.of("_ms", "_ns", "_minutes", "_percent", "_kb", "_mb")) {
                assertTrue(!name.startsWith("troupe_") || !name.endsWith(unit), name + " is not in a base unit");
            }
        });
    }

    @Test
    void thePageShouldExplainAllThatThereIsAndNothingElse() throws IOException {
        scrape.update(Snapshots.running(10));
        Set<String> exported = scrape.text().lines().filter(line -> line.startsWith("# TYPE troupe_"))
            .map(line -> line.split(" ")[2]).collect(Collectors.toCollection(TreeSet::new));
        String page = Files.readString(Path.of("../docs/metrics.md"));
        assertTrue(page.contains(NODES), "no section " + NODES);
        Set<String> documented = DOCUMENTED.matcher(page.substring(0, page.indexOf(NODES))).results()
            .map(result -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(exported, documented);
    }

    private static String family(String name, Map<String, String> types) {
        return types.containsKey(name) ? name : name.replaceAll("_(sum|count|bucket|max)$", "");
    }
}
