package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a reproduction adds to a run's folder, as {@code reproduction.json}, when the run is over.
 *
 * @param jobs       how many runs went on at the same time
 * @param evaluation of the best checkpoint with episodes that did not choose it: what {@code troupe eval --json} told, and
 *                   under {@link #ATTENTION}, where that is measured, what {@code troupe inspect attention --json} did
 */
record RunRecord(int jobs, Machine machine, JsonNode evaluation) {
    static final String ATTENTION = "attention";

    private static final ObjectMapper JSON = new ObjectMapper();

    static boolean isIn(Path folder) {
        return Files.exists(file(folder));
    }

    static RunRecord read(Path folder) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file(folder)));
            return new RunRecord(json.path("jobs").asInt(), Machine.of(json.path("machine")), json.path("evaluation"));
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, file(folder) + " is no record of a run: "
                + e.getOriginalMessage() + "; delete it, and the run is evaluated again", e);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file(folder) + " (" + e.getMessage()
                + ")", e);
        }
    }

    void write(Path folder) {
        TextFile.write(file(folder), toJson().toPrettyString() + "\n");
    }

    private ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("jobs", jobs);
        json.set("machine", machine.toJson());
        json.set("evaluation", evaluation);
        return json;
    }

    private static Path file(Path folder) {
        return folder.resolve("reproduction.json");
    }
}
