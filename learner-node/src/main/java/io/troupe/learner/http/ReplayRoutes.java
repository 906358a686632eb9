package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.learner.inspection.ReplayJson;
import io.troupe.learner.inspection.ReplayQueries;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.learner.inspection.StepJson;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view into the replay:
 *
 * <pre>
 *   /api/v1/replay[?max_age_s=S]            all shards and what they are together, as they were so long ago at most
 *   /api/v1/replay/shards/{nodeId}[?top=K]  one shard with its histograms
 *   /api/v1/replay/top[?k=K]                the windows of highest priority of all shards
 *   /api/v1/replay/steps/{storeId}/{key}    one step as its columns
 * </pre>
 */
final class ReplayRoutes {
    static final String PATH = "/api/v1/replay";
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayRoutes.class);
    private static final int DEFAULT_TOP = 20;
    private static final int MAX_TOP = 1_000;

    private static final int MAX_AGE_S = 60;

    private final ReplayQueries queries;
    private final KeptAnswer all;

    ReplayRoutes(ReplayQueries queries, LongSupplier clock) {
        this.queries = queries;
        all = new KeptAnswer(clock);
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        String path = request.getUri().path();
        String[] parts = path.substring(PATH.length()).split("/", -1);
        try {
            if (parts.length == 1) {
                return all.get(number(request, "max_age_s", MAX_AGE_S, 0), () -> inspectAll(0, ReplayJson::all));
            }
            if (parts.length == 2 && parts[1].equals("top")) {
                int count = number(request, "k", MAX_TOP, DEFAULT_TOP);
                return inspectAll(count, answers -> ReplayJson.top(count, answers));
            }
            if (parts.length == 3 && parts[1].equals("shards")) {
                Shard shard = shard(parts[2]);
                return answer(queries.inspect(shard, number(request, "top", MAX_TOP, DEFAULT_TOP))
                    .thenApply(told -> json(ReplayJson.shard(shard, told))), shard);
            }
            if (parts.length == 4 && parts[1].equals("steps")) {
                return step(parts[2], parts[3]);
            }
        } catch (Refusal refusal) {
            return CompletableFuture.completedFuture(refusal.response);
        }
        return CompletableFuture.completedFuture(Replies.error(404, "NOT_FOUND", "There is nothing at " + path
            + "; there are "
            + PATH + ", " + PATH + "/shards/{nodeId}, " + PATH + "/top?k=20, " + PATH + "/steps/{storeId}/{key}"));
    }

    private CompletableFuture<HttpResponse> inspectAll(int top, Function<Map<Shard, ReplayInspection>, ObjectNode> json) {
        Map<Shard, CompletableFuture<ReplayInspection>> asked = new LinkedHashMap<>();
        for (Shard shard : queries.shards()) {
            asked.put(shard, queries.inspect(shard, top).toCompletableFuture());
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)).handle((nothing, failure) -> {
            Map<Shard, ReplayInspection> answers = new LinkedHashMap<>();
            for (Map.Entry<Shard, CompletableFuture<ReplayInspection>> entry : asked.entrySet()) {
                if (entry.getValue().isCompletedExceptionally()) {
                    return silent(entry.getKey(), failure);
                }
                answers.put(entry.getKey(), entry.getValue().join());
            }
            return json(json.apply(answers));
        });
    }

    private CompletionStage<HttpResponse> step(String store, String key) {
        if (!store.matches("[0-9a-fA-F]{16}")) {
            throw refuse(400, "BAD_REQUEST", "storeId: got '" + store
                + "', expected the 16 hexadecimal digits of a store_id in "
                + PATH);
        }
        long number = number("key", key, 0, Long.MAX_VALUE);
        long storeId = Long.parseUnsignedLong(store, 16);
        Shard shard = queries.shards().stream().filter(one -> one.storeId() == storeId).findFirst()
            .orElseThrow(() -> refuse(404, "NO_SUCH_STORE", "No shard has the store " + store + "; there are "
                + names(one -> ReplayJson.storeName(one.storeId()))));
        return answer(queries.step(shard, number).thenApply(told -> step(shard, told)), shard);
    }

    private static HttpResponse step(Shard shard, StepInspection told) {
        if (told.getPresence() == StepPresence.HELD) {
            return json(StepJson.step(shard, told));
        }
        return told.getPresence() == StepPresence.EVICTED
            ? Replies.error(404, "EVICTED", shard.name() + " does not hold step " + told.getKey()
                + " any more: newer steps took its place")
            : Replies.error(404, "NEVER_THERE", shard.name() + " has given the key " + told.getKey()
                + " to no step so far; keys are in " + PATH + "/top");
    }

    private static CompletionStage<HttpResponse> answer(CompletionStage<HttpResponse> response, Shard shard) {
        return response.exceptionally(failure -> silent(shard, failure));
    }

    private static HttpResponse silent(Shard shard, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
            : failure;
        LOGGER.warn("shard {} (node {}) did not answer: {}", shard.name(), shard.nodeId(), String.valueOf(cause));
        return Replies.error(503, "SHARD_SILENT", "Shard " + shard.name() + " (node " + shard.nodeId()
            + ") does not answer; it may have stopped. Others are at " + PATH + "/shards/{nodeId}");
    }

    private Shard shard(String nodeId) {
        long number = number("nodeId", nodeId, 1, Integer.MAX_VALUE);
        return queries.shards().stream().filter(one -> one.nodeId() == number).findFirst()
            .orElseThrow(() -> refuse(404, "NO_SUCH_SHARD", "Node " + number + " is no shard of this run; there are "
                + names(one -> one.nodeId() + " (" + one.name() + ")")));
    }

    private String names(Function<Shard, String> name) {
        List<Shard> shards = queries.shards();
        return shards.isEmpty() ? "none at present" : shards.stream().map(name).collect(Collectors.joining(", "));
    }

    /** The number from 0 to {@code max} that the query gives this name; {@code otherwise} where it gives none. */
    private static int number(HttpRequest request, String name, int max, int otherwise) {
        Optional<String> value;
        try {
            value = request.getUri().query().get(name);
        } catch (RuntimeException e) {
            throw refuse(400, "BAD_REQUEST", "the query cannot be read, expected ?" + name + "=20");
        }
        return value.map(text -> (int) number(name, text, 0, max)).orElse(otherwise);
    }

    private static long number(String name, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw refuse(400, "BAD_REQUEST", name + ": got '" + value + "', expected a whole number from " + min + " to "
            + max);
    }

    private static HttpResponse json(ObjectNode json) {
        return Replies.json(200, json.toString());
    }

    private static Refusal refuse(int status, String code, String message) {
        return new Refusal(Replies.error(status, code, message));
    }

    /** What is wrong with a request, as the response that says so. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient HttpResponse response;

        Refusal(HttpResponse response) {
            super(null, null, false, false);
            this.response = response;
        }
    }
}
