package io.troupe.learner.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.learner.inspection.AttentionJson;
import io.troupe.learner.status.EvaluatedAttention;
import io.troupe.learner.status.RunRecords;
import java.util.Optional;

/** What the run keeps and has told: {@code /api/v1/log}, {@code checkpoints}, {@code config}, {@code attention/episodes}. */
final class RecordRoutes {
    static final String EPISODES = "/api/v1/attention/episodes";

    private final RunRecords records;

    RecordRoutes(RunRecords records) {
        this.records = records;
    }

    HttpResponse log(HttpRequest request) {
        String after = request.getUri().query().get("after").orElse("0");
        if (!after.matches("\\d{1,18}")) {
            throw new BadQuery("after: got '" + after + "', expected the id of an event");
        }
        return Replies.json(200, StatusJson.write(records.events(Long.parseLong(after))));
    }

    HttpResponse checkpoints(HttpRequest request) {
        return Replies.json(200, StatusJson.write(records.checkpoints()));
    }

    HttpResponse configuration(HttpRequest request) {
        return Replies.json(200, StatusJson.write(records.configuration().everySetting()));
    }

    HttpResponse episodes(HttpRequest request) {
        Optional<EvaluatedAttention> attention = records.attention();
        if (attention.isEmpty()) {
            return Replies.error(404, "NOT_WATCHED", "No evaluation has been watched yet: the network does not attend,"
                + " evaluation.attention-episodes is 0, or the first evaluation is still to come");
        }
        EvaluatedAttention evaluated = attention.get();
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("evaluation", evaluated.evaluation())
            .put("weights_version", evaluated.weightsVersion())
            .put("learner_step", evaluated.learnerStep())
            .put("stride", evaluated.attention().stride());
        ArrayNode decisions = json.putArray("decisions");
        evaluated.attention().decisions().forEach(decision -> AttentionJson.put(decisions.addObject(), decision));
        return Replies.json(200, json.toString());
    }
}
