package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.attention.AttentionMessages;
import io.troupe.learner.inspection.AttentionJson;
import io.troupe.learner.inspection.LaneQueries;
import io.troupe.learner.inspection.LaneQueries.Lane;
import io.troupe.proto.AttentionInspection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the network looks at, live: the next decision of a lane of a named one, or of the one that explores least.
 *
 * <pre>
 *   /api/v1/attention[?lane=ID | ?actor=NAME]
 * </pre>
 */
final class AttentionRoute {
    static final String PATH = "/api/v1/attention";
    private static final Logger LOGGER = LoggerFactory.getLogger(AttentionRoute.class);
    /** Lanes that an error names at most. */
    private static final int NAMED = 16;

    private final LaneQueries queries;

    AttentionRoute(LaneQueries queries) {
        this.queries = queries;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        Uri uri = request.getUri();
        if (!uri.path().equals(PATH)) {
            return now(Replies.error(404, "NOT_FOUND", "There is nothing at " + uri.path() + "; there are " + PATH
                + ", " + PATH + "?lane=ID, " + PATH + "?actor=NAME"));
        }
        Optional<String> laneId = uri.query().get("lane");
        Optional<String> actor = uri.query().get("actor");
        if (laneId.isPresent() && !laneId.get().matches("\\d{1,18}")) {
            return now(Replies.error(400, "BAD_REQUEST", "lane: got '" + laneId.get()
                + "', expected the number of a lane, as in /api/v1/ledger"));
        }
        List<Lane> lanes = queries.lanes();
        Optional<Lane> lane = lanes.stream()
            .filter(one -> laneId.isEmpty() || one.laneId() == Long.parseLong(laneId.get()))
            .filter(one -> actor.isEmpty() || one.actor().equals(actor.get()))
            .min(Comparator.comparingDouble(Lane::epsilon).thenComparingLong(Lane::laneId));
        return lane.map(this::ask).orElseGet(() -> now(Replies.error(404, "NO_SUCH_LANE",
            "No actor has this lane; there are " + names(lanes))));
    }

    private CompletionStage<HttpResponse> ask(Lane lane) {
        return queries.nextDecision(lane).handle((told, failure) -> {
            if (failure == null) {
                return Replies.json(200, json(lane, told).toString());
            }
            LOGGER.warn("lane {} of {} told no decision: {}", lane.laneId(), lane.actor(), failure.toString());
            return Replies.error(503, "LANE_SILENT", "Lane " + lane.laneId() + " of " + lane.actor()
                + " has made no decision for two seconds; the run may be paused, or wait for its learner");
        });
    }

    private static ObjectNode json(Lane lane, AttentionInspection told) {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("actor", lane.actor())
            .put("node_id", told.getNodeId())
            .put("lane_id", told.getLaneId())
            .put("epsilon", lane.epsilon())
            .put("weights_version", told.getWeightsVersion());
        AttentionJson.put(json, AttentionMessages.decision(told.getDecision()));
        return json;
    }

    private static String names(List<Lane> lanes) {
        return lanes.isEmpty() ? "none at present"
            : lanes.stream().limit(NAMED).map(lane -> lane.laneId() + " (" + lane.actor() + ")")
                .collect(Collectors.joining(", ")) + (lanes.size() > NAMED ? ", …" : "");
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
