package io.troupe.benchmarks.viewers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a run for the same again and again, in a thread of its own, until it is closed or the run has ended. */
final class Asker implements AutoCloseable {
    static final int INTERVAL_S = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final Thread thread = new Thread(this::ask, "asker");

    Asker(String url) {
        request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        try {
            while (true) {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                Thread.sleep(Duration.ofSeconds(INTERVAL_S).toMillis());
            }
        } catch (IOException ended) {
            // The run is over.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
