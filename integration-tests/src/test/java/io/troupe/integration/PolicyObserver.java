package io.troupe.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks a run on CartPole for actions for as long as it lives, with one set of observations after the other: what it
 * publishes has to value all of them with finite numbers, and its version must not fall.
 */
final class PolicyObserver implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OBSERVATIONS = 16;
    private static final long PAUSE_MS = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI uri;
    private final SplittableRandom random = new SplittableRandom(3);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile String fault;
    private volatile long newestVersion = -1;
    private volatile int answers;

    /** @param port of the page, which need not be there yet */
    PolicyObserver(int port) {
        uri = URI.create("http://127.0.0.1:" + port + "/v1/policy/act");
        thread.scheduleWithFixedDelay(this::ask, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /** How often it was answered so far. */
    int answers() {
        return answers;
    }

    /** What was wrong with an answer; null where nothing was. */
    String fault() {
        return fault;
    }

    /** Catches all: what is thrown here would end the asking unseen. */
    private void ask() {
        if (fault != null) {
            return;
        }
        try {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(question())).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                check(response.body());
                answers++;
            } else if (!response.body().contains("NO_WEIGHTS") && !response.body().contains("NOT_IN_TIME")) {
                fault = response.statusCode() + ": " + response.body();
            }
        } catch (JsonProcessingException | RuntimeException e) {
            fault = e.toString();
        } catch (IOException notThere) {
            // Not yet, or not any more: it is killed meanwhile.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String body) throws JsonProcessingException {
        JsonNode answer = json.readTree(body);
        long version = answer.path("weights_version").asLong(-1);
        if (version < newestVersion) {
            fault = "version " + version + " came after version " + newestVersion;
        }
        newestVersion = version;
        JsonNode choices = answer.path("answers");
        if (choices.size() != OBSERVATIONS) {
            fault = choices.size() + " answers to " + OBSERVATIONS + " observations: " + body;
        }
        for (JsonNode choice : choices) {
            JsonNode values = choice.path("q_values");
            boolean isFinite = values.size() == 2;
            for (JsonNode value : values) {
                isFinite &= value.isNumber() && Double.isFinite(value.asDouble());
            }
            if (!isFinite) {
                fault = "version " + version + " values an observation with " + values;
            }
        }
    }

    /** Of CartPole's range, and somewhat beyond. */
    private String question() {
        StringBuilder text = new StringBuilder("{\"observations\":[");
        for (int i = 0; i < OBSERVATIONS; i++) {
            text.append(i == 0 ? "" : ",").append("{\"observation\":[");
            for (int number = 0; number < 4; number++) {
                text.append(number == 0 ? "" : ",").append(random.nextDouble(-3, 3));
            }
            text.append("]}");
        }
        return text.append("]}").toString();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
