package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.Snapshots;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
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
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(troupe_[a-z0-9_]+)`");

    private static final String POLICY = "## A policy that is asked";

    private final MetricsScrape scrape = new MetricsScrape();

    @AfterEach
    void close() {
        scrape.close();
    }

    @Test
    void everyLineShouldFollowTheTextFormat() {
        scrape.update(Snapshots.running(10));
        assertWellFormed(scrape.text());
    }

    @Test
    void everyLineOfAPolicyShouldFollowTheTextFormat() {
        assertWellFormed(policyText());
    }

    private static void assertWellFormed(String text) {
        Map<String, String> types = new HashMap<>();
        Set<String> helped = new TreeSet<>();
        Set<String> series = new TreeSet<>();
        for (String line : text.lines().toList()) {
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

    /** The learner has no endpoint of a node: its own are only here, and the alerts on them look at nothing else. */
    @Test
    void shouldTellWhatEveryNodesStreamsHaveRefusedTheLearnersToo() {
        scrape.update(Snapshots.running(10));
        Set<String> lines = scrape.text().lines().collect(Collectors.toSet());
        for (String line : List.of("troupe_node_refused_messages_total{node=\"learner\",role=\"learner\"} 21.0",
            "troupe_node_refused_streams_total{node=\"learner\",role=\"learner\"} 31.0",
            "troupe_node_refused_messages_total{node=\"replay-1\",role=\"replay\"} 22.0",
            "troupe_node_refused_streams_total{node=\"replay-1\",role=\"replay\"} 32.0")) {
            assertTrue(lines.contains(line), line);
        }
    }

    @Test
    void shouldTellTheRoomWhereCheckpointsGoAndWhereTheDriverIs() {
        scrape.watchDisk(Path.of("/runs/one/checkpoints"));
        scrape.watchDriver(Path.of("/aeron/driver"));
        String text = scrape.text();
        assertTrue(text.contains("disk_free_bytes{path=\"/runs/one/checkpoints\",use=\"files\"} "), text);
        assertTrue(text.contains("disk_free_bytes{path=\"/aeron\",use=\"streams\"} "), text);
        assertWellFormed(text);
    }

    @Test
    void thePageShouldExplainAllThatThereIsAndNothingElse() throws IOException {
        scrape.update(Snapshots.running(10));
        String page = page();
        assertEquals(exported(scrape.text()), documented(page.substring(0, page.indexOf(NODES))));
    }

    @Test
    void thePageShouldExplainWhatAPolicyTellsAndNothingElse() throws IOException {
        String page = page();
        assertEquals(exported(policyText()), documented(page.substring(page.indexOf(POLICY))));
    }

    @Test
    void thePageShouldSayOfEveryMetricWhatFollowsFromIt() throws IOException {
        for (String row : page().lines().filter(line -> line.startsWith("|")).toList()) {
            String[] cells = row.split("\\|", -1);
            assertEquals(5, cells.length, "three cells: " + row);
            for (int i = 1; i <= 3; i++) {
                assertTrue(!cells[i].isBlank(), "an empty cell: " + row);
            }
        }
    }

    private static String page() throws IOException {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        assertTrue(page.contains(NODES), "no section " + NODES);
        assertTrue(page.indexOf(POLICY) > page.indexOf(NODES), "no section " + POLICY + " at the end");
        return page;
    }

    private static Set<String> exported(String text) {
        return text.lines().filter(line -> line.startsWith("# TYPE troupe_"))
            .map(line -> line.split(" ")[2]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that begin a row: elsewhere a name may be mentioned. */
    private static Set<String> documented(String section) {
        return DOCUMENTED.matcher(section).results().map(result -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of one that has been asked, and has been given other weights. */
    private static String policyText() {
        try (Policy policy = Policy.of(FakePolicy.of("mlp", 1), PolicyOptions.DEFAULTS)) {
            PolicyMeters meters = new PolicyMeters(policy);
            meters.onBatch(3, 1_000_000);
            meters.onRequest(2_000_000);
            meters.onFallback();
            meters.onSwap();
            return meters.text();
        }
    }

    private static String family(String name, Map<String, String> types) {
        return types.containsKey(name) ? name : name.replaceAll("_(sum|count|bucket|max)$", "");
    }
}
