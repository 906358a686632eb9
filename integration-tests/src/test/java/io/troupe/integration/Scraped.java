package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A node's {@code /metrics}, read as Prometheus reads it. */
final class Scraped {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern SAMPLE = Pattern.compile(
        "(([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\",?)*})?)"
            + " (NaN|[+-]?Inf|\\S+)");

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final int port;
    private String text = "";

    Scraped(int port) {
        this.port = port;
    }

    /** The status of the answer; 0 where there is none (yet). */
    int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    void scrape() {
        try {
            HttpResponse<String> response = get("/metrics");
            assertEquals(200, response.statusCode());
            assertEquals("text/plain; version=0.0.4; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse("none").replace("UTF-8", "utf-8"));
            text = response.body();
        } catch (IOException e) {
            throw new AssertionError("no answer at port " + port, e);
        }
    }

    String text() {
        return text;
    }

    /** Names of what is told, that begin so. */
    Set<String> names(String prefix) {
        return types().keySet().stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toSet());
    }

    /** @param series with its labels, as it is told */
    double value(String series) {
        return text.lines().filter(line -> line.startsWith(series + " ")).findFirst()
            .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
            .orElseThrow(() -> new AssertionError("no " + series + " in\n" + text));
    }

    /** What {@code promtool check metrics} looks at. */
    void assertWellFormed() {
        Map<String, String> types = types();
        Set<String> series = new HashSet<>();
        Set<String> helped = new HashSet<>();
        text.lines().filter(line -> line.startsWith("# HELP ")).forEach(line -> {
            String[] parts = line.split(" ", 4);
            assertTrue(parts.length == 4 && !parts[3].isBlank() && helped.add(parts[2]), line);
        });
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), line);
            assertTrue(series.add(sample.group(1)), "told twice: " + line);
            String name = sample.group(2);
            String family = types.containsKey(name) ? name : name.replaceAll("_(sum|count|bucket|max)$", "");
            assertTrue(helped.contains(family) && types.containsKey(family), "neither help nor type: " + line);
        });
        types.forEach((name, type) -> {
            assertEquals(type.equals("counter"), name.endsWith("_total"), name + " is a " + type);
            assertTrue(!name.startsWith("troupe_") || !name.matches(".*_(ms|ns|minutes|percent|kb|mb)(_total)?"),
                name + " is not in a base unit");
        });
    }

    private Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        text.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" "))
            .forEach(parts -> types.put(parts[2], parts[3]));
        return types;
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(TIMEOUT)
                .build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
