package io.troupe.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.troupe.launcher.run.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.IntStream;

/** What a run tells over HTTP. */
final class Page {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final int port;

    Page(int port) {
        this.port = port;
    }

    /** A port of loopback that nobody has now. */
    static int freePort() {
        return new FreePorts().next();
    }

    /** The first of so many ports of loopback in a row that nobody has now. */
    static int freePorts(int count) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = freePort();
            if (IntStream.range(first, first + count).allMatch(FreePorts::isFree)) {
                return first;
            }
        }
        throw new IllegalStateException("there are no " + count + " free ports in a row");
    }

    /** The run's snapshot; a missing node where the page does not answer (yet). */
    JsonNode status() {
        try {
            HttpResponse<String> response =
                send(HttpRequest.newBuilder(uri("/api/v1/status")).timeout(TIMEOUT).build());
            return response.statusCode() == 200 ? json.readTree(response.body()) : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The node of this name among {@code kind} (nodes, shards, actors); a missing node where it is not there. */
    JsonNode named(String kind, String name) {
        for (JsonNode node : status().path(kind)) {
            if (node.path("name").asText().equals(name)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }

    /** Asks the run's policy for an action; returns the status. */
    int act(String body) throws IOException {
        return send(HttpRequest.newBuilder(uri("/v1/policy/act")).timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body)).build()).statusCode();
    }

    /** What is at the same port for Prometheus. */
    Scraped scraped() {
        return new Scraped(port);
    }

    /** Stops the run as its owner can, who may read the run's secret. */
    int stop(RunFiles run) {
        try {
            String secret = Files.readString(run.folder().resolve("control-secret")).trim();
            return send(HttpRequest.newBuilder(uri("/api/v1/control/stop")).timeout(TIMEOUT)
                .header("Authorization", "Bearer " + secret)
                .POST(HttpRequest.BodyPublishers.noBody()).build()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
