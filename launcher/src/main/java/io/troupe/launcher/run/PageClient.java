package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks a run that goes on over HTTP, as its page does. */
public final class PageClient {
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final String base;
    private final Optional<String> secret;
    private final String whereNone;

    /**
     * @param secret    shown where reading takes it, and only there: the page is not encrypted
     * @param whereNone what can be done where no run answers
     * @throws TroupeException CONFIGURATION where the address cannot be one of a run's page
     */
    public PageClient(String url, Optional<String> secret, String whereNone) {
        this.secret = secret;
        this.whereNone = whereNone;
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw noAddress(url);
        }
        if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
            throw noAddress(url);
        }
        base = "http://" + uri.getRawAuthority();
    }

    /** Where it asks. */
    public String base() {
        return base;
    }

    /**
     * This client, if it is that run which answers: an address that one run has left is the next one's.
     *
     * @param runId as {@code RunIdentity} tells it
     * @throws TroupeException RESOURCE where another run answers, or none
     */
    public PageClient expecting(String runId) {
        String answering = get("/api/v1/status").path("run_id").asText();
        if (!answering.equals(runId)) {
            throw new TroupeException(ErrorCode.RESOURCE, "the run that answers at " + base + " is " + answering
                + ", expected " + runId + ", which does not go on there: " + whereNone);
        }
        return this;
    }

    /**
     * The JSON at a path.
     *
     * @throws TroupeException RESOURCE where no run answers there, or as the run says
     */
    public JsonNode get(String path) {
        return read(send(path));
    }

    /**
     * The JSON at a path; empty where the run answers that it has none or cannot tell now, as of a silent shard.
     *
     * @throws TroupeException RESOURCE where no run answers there
     */
    public Optional<JsonNode> find(String path) {
        HttpResponse<String> response = send(path);
        boolean isDenied = response.statusCode() == NOT_FOUND || response.statusCode() == UNAVAILABLE;
        return isDenied ? Optional.empty() : Optional.of(read(response));
    }

    /** The difference of the run's wall clock to this one's, in seconds; NaN where it does not tell. */
    public double clockSkewS() {
        return send("/health/live").headers().firstValue("Date").map(date ->
            (ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant().toEpochMilli()
                - System.currentTimeMillis()) / 1e3).orElse(Double.NaN);
    }

    private HttpResponse<String> send(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() != UNAUTHORIZED || secret.isEmpty() ? response
                : client.send(request.header("Authorization", "Bearer " + secret.get()).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "no run answers at " + base + ": " + whereNone);
        } catch (HttpTimeoutException e) {
            throw new TroupeException(ErrorCode.RESOURCE, base + path + " does not answer within " + TIMEOUT.toSeconds()
                + " s: the learner's process stands still (stopped, swapping), or this is no run's page");
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "what listens at " + base + " does not answer as a run does ("
                + e.getMessage() + "); correct --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TroupeException(ErrorCode.RESOURCE, "interrupted while " + base + " was asked");
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode json;
        try {
            json = mapper.readTree(response.body());
        } catch (IOException e) {
            json = mapper.missingNode();
        }
        if (response.statusCode() == 200 && json.isContainerNode()) {
            return json;
        }
        if (!json.has("message")) {
            throw new TroupeException(ErrorCode.RESOURCE, "what listens at " + base
                + " does not answer as a run does (status "
                + response.statusCode() + " for " + response.uri().getPath()
                + "); correct --url, or run the same version of"
                + " Troupe");
        }
        throw new TroupeException(response.statusCode() < 500 ? ErrorCode.CONFIGURATION : ErrorCode.RESOURCE,
            json.get("message").asText() + (response.statusCode() == UNAUTHORIZED ? "; name it with --secret-file" : ""));
    }

    private static TroupeException noAddress(String url) {
        return new TroupeException(ErrorCode.CONFIGURATION,
            "--url: got '" + url + "', expected the address of a run's page, such as http://127.0.0.1:8080");
    }
}
