package io.troupe.learner.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.troupe.learner.status.RunControl;
import io.troupe.learner.status.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the learner answers, and where. Thread-safe. */
final class DashboardRoutes {
    private static final ContentType METRICS_TYPE = ContentTypes.parse(MetricsScrape.CONTENT_TYPE);

    private final Guards guards;
    private final Supplier<Boolean> readiness;
    private final StatusFeed feed;
    private final Router router;

    DashboardRoutes(Guards guards, RunControl control, StatusFeed feed, EventStreams events, LivePolicy policy,
                    DashboardSources sources) {
        this.guards = guards;
        readiness = sources.readiness();
        this.feed = feed;
        RecordRoutes records = new RecordRoutes(sources.records());
        router = new Router()
            .get("/api/v1/status", request -> Replies.json(200, feed.statusJson()))
            .get("/api/v1/metrics", request -> Replies.json(200, feed.historyJson(
                MetricsRange.of(request.getUri().query()))))
            .get("/api/v1/ledger", request -> Replies.json(200, sources.ledger().get().toJson().toString()))
            .get("/api/v1/log", records::log)
            .get("/api/v1/checkpoints", records::checkpoints)
            .get("/api/v1/config", records::configuration)
            .get(RecordRoutes.EPISODES, records::episodes)
            .get(OpenApi.RUN.path(), request -> OpenApi.RUN.response())
            .get("/api/v1/events", request -> events.open())
            .post("/api/v1/control/pause", request -> control(request, "pause", control::pause))
            .post("/api/v1/control/resume", request -> control(request, "resume", control::resume))
            .post("/api/v1/control/checkpoint", request -> control(request, "checkpoint", control::checkpoint))
            .post("/api/v1/control/evaluate", request -> control(request, "evaluate", control::evaluate))
            .post("/api/v1/control/stop", request -> control(request, "stop",
                () -> control.stop("stopped over HTTP")))
            .getTree(AttentionRoute.PATH, new AttentionRoute(sources.lanes())::handle)
            .getTree(ReplayRoutes.PATH, new ReplayRoutes(sources.replay(), System::nanoTime)::handle)
            .post(PolicyRoutes.ACT, PolicyRoutes.MAX_BODY_BYTES, request -> Optional.empty(), policy::act)
            .post(PolicyRoutes.SESSIONS, request -> policy.session())
            .get("/metrics", request -> Replies.bytes(METRICS_TYPE,
                (feed.metricsText() + policy.metricsText()).getBytes(StandardCharsets.UTF_8)))
            .get("/health/live", request -> Replies.json(200, "{\"status\":\"live\"}"))
            .get("/health/ready", request -> ready());
        new Assets().responses().forEach((path, response) -> router.get(path, request -> response));
    }

    Router router() {
        return router;
    }

    private HttpResponse control(HttpRequest request, String command, Runnable effect) {
        Optional<HttpResponse> refusal = guards.checkSecret(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        effect.run();
        return Replies.json(202, "{\"accepted\":\"" + command + "\"}");
    }

    private HttpResponse ready() {
        return readiness.get()
            ? Replies.json(200, "{\"status\":\"ready\"}")
            : Replies.error(503, "NOT_READY", "The run is waiting for " + String.join(", ", missing(feed.snapshot())));
    }

    private static List<String> missing(RunSnapshot snapshot) {
        List<String> missing = new ArrayList<>();
        if (snapshot.shards().isEmpty()) {
            missing.add("a replay shard");
        }
        if (snapshot.actors().isEmpty()) {
            missing.add("an actor");
        }
        if (snapshot.envSteps() == 0) {
            missing.add("its first environment step");
        }
        return missing.isEmpty() ? List.of("its parts to start") : missing;
    }
}
