package io.troupe.learner.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import io.troupe.common.error.TroupeException;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyAnswer;
import io.troupe.policy.PolicyPackage;
import io.troupe.policy.serving.ActRow;
import io.troupe.policy.serving.MicroBatcher;
import io.troupe.policy.serving.ServingSettings;
import io.troupe.policy.serving.SessionTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/** What a served policy answers, and where. */
final class PolicyRoutes implements AutoCloseable {
    static final String ACT = "/v1/policy/act";
    static final String SESSIONS = "/v1/policy/sessions";
    private static final String WEIGHTS = "/v1/policy/weights";
    static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_WEIGHTS_BYTES = 512 << 20;

    private final Policy policy;
    private final ServingSettings settings;
    private final MicroBatcher batcher;
    private final SessionTable sessions;
    private final PolicyRequests requests;
    private final PolicyMeters meters;

    /** @param action null where there was none in time and none stands in */
    private record Choice(Integer action, float[] qValues) {
    }

    private record Answer(long weightsVersion, boolean fallback, Integer action, float[] qValues,
                          List<Choice> answers) {
    }

    private record Begun(String session) {
    }

    private record Swapped(long weightsVersion) {
    }

    /** @param policy has room for the settings' batch and sessions; stays open */
    PolicyRoutes(Policy policy, ServingSettings settings) {
        this.policy = policy;
        this.settings = settings;
        meters = new PolicyMeters(policy);
        batcher = new MicroBatcher(policy, settings, meters);
        sessions = new SessionTable(policy, settings, System::nanoTime);
        requests = new PolicyRequests(policy, sessions, settings.maxBatch());
    }

    Router router(Guards guards) {
        return new Router()
            .post(ACT, MAX_BODY_BYTES, request -> Optional.empty(), this::act)
            .post(SESSIONS, request -> session())
            .post(WEIGHTS, MAX_WEIGHTS_BYTES, guards::checkSecret,
                body -> CompletableFuture.supplyAsync(() -> swap(body)))
            .get(OpenApi.POLICY.path(), request -> OpenApi.POLICY.response())
            .get("/metrics", request -> metrics())
            .get("/health/live", request -> Replies.json(200, "{\"status\":\"live\"}"))
            .get("/health/ready", request -> ready());
    }

    CompletionStage<HttpResponse> act(byte[] body) {
        long begin = System.nanoTime();
        List<ActRow> rows;
        try {
            rows = requests.read(new String(body, StandardCharsets.UTF_8));
        } catch (BadQuery e) {
            return CompletableFuture.completedFuture(Replies.error(400, "BAD_REQUEST", e.getMessage()));
        } catch (PolicyRequests.UnknownSession e) {
            return CompletableFuture.completedFuture(Replies.error(404, "UNKNOWN_SESSION", e.getMessage()));
        }
        return batcher.submit(rows).handleAsync((answers, failure) -> {
            meters.onRequest(System.nanoTime() - begin);
            if (failure == null) {
                return answers.map(this::answered).orElseGet(() -> fallback(rows));
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause instanceof IllegalArgumentException
                ? Replies.error(400, "BAD_REQUEST", cause.getMessage())
                : Replies.error(500, "INTERNAL", "this request failed here: " + cause);
        });
    }

    private HttpResponse answered(List<PolicyAnswer> answers) {
        List<Choice> choices = new ArrayList<>();
        answers.forEach(answer -> choices.add(new Choice(answer.action(), answer.qValues())));
        return reply(answers.get(0).weightsVersion(), false, choices);
    }

    private static HttpResponse reply(long version, boolean isFallback, List<Choice> choices) {
        Choice only = choices.size() == 1 ? choices.get(0) : new Choice(null, null);
        return Replies.json(200, StatusJson.write(
            new Answer(version, isFallback, only.action(), only.qValues(), choices)));
    }

    private HttpResponse fallback(List<ActRow> rows) {
        if (settings.fallback() == ServingSettings.Fallback.ERROR) {
            return Replies.json(503, "{\"code\":\"NOT_IN_TIME\",\"message\":\"there was no answer within "
                + settings.deadline().toMillis() + " ms; ask again, or less often\",\"fallback\":true}");
        }
        List<Choice> choices = new ArrayList<>();
        rows.forEach(row -> choices.add(new Choice(fallbackAction(row.mask()), null)));
        return reply(policy.weightsVersion(), true, choices);
    }

    /** The configured one where it is allowed, else any that is. */
    private int fallbackAction(boolean[] mask) {
        int fixed = settings.fallbackAction();
        if (settings.fallback() == ServingSettings.Fallback.ACTION && (mask == null || mask[fixed])) {
            return fixed;
        }
        int chosen = 0;
        int count = 0;
        for (int action = 0; action < policy.actionCount(); action++) {
            if ((mask == null || mask[action]) && ThreadLocalRandom.current().nextInt(++count) == 0) {
                chosen = action;
            }
        }
        return chosen;
    }

    HttpResponse session() {
        if (!policy.hasMemory()) {
            return Replies.error(400, "BAD_REQUEST", "this network has no memory, and takes no session");
        }
        Optional<String> handle = sessions.open();
        return handle.isPresent() ? Replies.json(201, StatusJson.write(new Begun(handle.get())))
            : Replies.error(503, "TOO_MANY_SESSIONS", "there are " + settings.maxSessions()
                + " sessions already; one that is not used for " + settings.sessionTimeout().toSeconds() + " s ends");
    }

    private HttpResponse swap(byte[] zip) {
        try {
            Path file = Files.createTempFile("troupe-policy", ".zip");
            try {
                Files.write(file, zip);
                swap(file);
            } finally {
                Files.deleteIfExists(file);
            }
            return Replies.json(200, StatusJson.write(new Swapped(policy.weightsVersion())));
        } catch (TroupeException e) {
            return Replies.error(422, e.code().name(), e.getMessage());
        } catch (IOException e) {
            return Replies.error(500, "RESOURCE", "the new weights could not be kept for a moment: " + e);
        }
    }

    void swap(Path file) {
        swap(PolicyPackage.read(file));
    }

    void swap(PolicyPackage newer) {
        policy.swap(newer);
        meters.onSwap();
    }

    /** In Prometheus' format. */
    String metricsText() {
        return meters.text();
    }

    private HttpResponse metrics() {
        return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.parse(MetricsScrape.CONTENT_TYPE),
            metricsText().getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse ready() {
        return batcher.isRunning() ? Replies.json(200, "{\"status\":\"ready\"}")
            : Replies.error(503, "NOT_READY", "The server is stopping, or its forward passes have ended; the log tells why");
    }

    /** What waits is answered by the fallback. */
    @Override
    public void close() {
        batcher.close();
    }
}
