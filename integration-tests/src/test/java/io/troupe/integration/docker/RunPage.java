package io.troupe.integration.docker;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The learner's page, as somebody on the engine's host asks it. */
final class RunPage {
    private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String address;

    RunPage(String address) {
        this.address = address;
    }

    /** Asks until the run is ready and its status is as wanted; fails with the last answer after {@code timeout}. */
    JsonNode await(Predicate<JsonNode> wanted, Duration timeout) {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadlineNs) {
            try {
                HttpResponse<String> ready = get("/health/ready");
                last = ready.statusCode() + " " + ready.body();
                if (ready.statusCode() == 200) {
                    last = get("/api/v1/status").body();
                    JsonNode status = mapper.readTree(last);
                    if (wanted.test(status)) {
                        return status;
                    }
                }
            } catch (IOException notThereYet) {
                last = notThereYet.toString();
            }
            LockSupport.parkNanos(ASK_AGAIN_NS);
        }
        return fail("not as wanted after " + timeout.toSeconds() + " s at " + address + "; last: " + last);
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
