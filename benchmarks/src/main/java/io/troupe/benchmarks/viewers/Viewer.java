package io.troupe.benchmarks.viewers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.CloseHelper;

/**
 * Asks a run's page for what a browser does that shows it: the history, the stream of events, and every five seconds the
 * replay. Draws nothing. In threads of its own, until it is closed.
 */
final class Viewer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final AtomicLong heard;
    private final Thread events = new Thread(this::listen, "viewer-events");
    private final Asker replay;
    private volatile InputStream stream;
    private volatile boolean isClosed;

    /**
     * @param url   of the page, without a slash at its end
     * @param heard counts events of all viewers
     */
    Viewer(String url, AtomicLong heard) {
        this.url = url;
        this.heard = heard;
        events.setDaemon(true);
        events.start();
        replay = new Asker(url + "/api/v1/replay?max_age_s=" + Asker.INTERVAL_S);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private void listen() {
        try {
            client.send(request("/api/v1/metrics").timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.discarding());
            stream = client.send(request("/api/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream()).body();
            if (isClosed) {
                stream.close();
            }
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ")) {
                        heard.incrementAndGet();
                    }
                }
            }
        } catch (IOException ended) {
            // The run is, or this viewer: where none has heard anything, it is told.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        events.interrupt();
        replay.close();
        // An interrupt ends no reading from it.
        CloseHelper.quietClose(stream);
        try {
            events.join(TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
