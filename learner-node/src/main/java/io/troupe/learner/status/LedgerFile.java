package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.membership.StepLedger.Books;
import io.troupe.learner.membership.StepLedger.LaneBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ledger.json}: what a run has counted of each lane, so that a resumed run's books tell of its earlier starts
 * too. Shards know by themselves what they have stored; of steps that were lost only this file knows.
 */
public final class LedgerFile {
    private LedgerFile() {
    }

    /** Atomically. @throws TroupeException RESOURCE where it cannot be written */
    public static void write(Path file, Books books) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode lanes = json.putArray("lanes");
        for (LaneBook lane : books.lanes()) {
            ObjectNode item = lanes.addObject().put("lane_id", lane.laneId()).put("produced", lane.producedSteps());
            putCounts(item.putArray("stored"), lane.storedByStore());
        }
        putCounts(json.putArray("evicted"), books.evictedByStore());
        try {
            AtomicFile.write(file, json + "\n");
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    /** Empty where there is no file yet. @throws TroupeException RESOURCE where it cannot be read */
    public static Books read(Path file) {
        if (!Files.exists(file)) {
            return Books.EMPTY;
        }
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            List<LaneBook> lanes = new ArrayList<>();
            for (JsonNode lane : json.path("lanes")) {
                lanes.add(new LaneBook(lane.path("lane_id").asLong(), lane.path("produced").asLong(),
                    counts(lane.path("stored"))));
            }
            return new Books(lanes, counts(json.path("evicted")));
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, file + " is not a run's ledger: " + e.getOriginalMessage()
                + "; delete it to go on, and steps that were lost before are not counted any more", e);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static void putCounts(ArrayNode array, Map<Long, Long> byStore) {
        byStore.forEach((storeId, steps) -> array.addObject().put("store_id", storeId).put("steps", steps));
    }

    private static Map<Long, Long> counts(JsonNode array) {
        Map<Long, Long> counts = new HashMap<>();
        array.forEach(item -> counts.put(item.path("store_id").asLong(), item.path("steps").asLong()));
        return counts;
    }
}
