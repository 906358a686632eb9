package io.troupe.learner.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.proto.ElementTypeDescription;
import io.troupe.proto.InspectedColumn;
import io.troupe.proto.StepInspection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * One step as JSON: what it is, the window that starts at it, its columns, the recurrent state if there is one. Values
 * stand as nested lists of the column's shape; a column of more than {@value #MAX_NUMBERS} elements as its stored bytes
 * in base64, little-endian.
 */
public final class StepJson {
    private static final int MAX_NUMBERS = 1_024;

    private StepJson() {
    }

    /** @param step one that is held */
    public static ObjectNode step(Shard shard, StepInspection step) {
        String store = ReplayJson.storeName(step.getStoreId());
        ObjectNode json = JsonNodeFactory.instance.objectNode()
            .put("shard", shard.name())
            .put("step", store + "/" + step.getKey())
            .put("key", step.getKey())
            .put("lane_id", step.getLaneId())
            .put("epoch", step.getEpoch())
            .put("record", step.getRecord())
            .put("age_records", step.getAgeRecords())
            .put("weights_version", step.getWeightsVersion())
            .put("action", step.getAction());
        putFinite(json, "reward", step.getReward());
        json.set("flags", flags(step));
        json.put("is_samplable", step.getIsSamplable());
        if (step.getIsSamplable()) {
            json.put("priority", step.getPriority()).put("mass", step.getMass())
                .put("draw_probability_in_shard", step.getDrawProbability())
                .put("times_sampled", step.getTimesSampled());
        }
        putKeys(json.putArray("look_back"), store, step.getLookBackKeysList());
        putKeys(json.putArray("window"), store, step.getWindowKeysList());
        if (step.getLegalActionsCount() > 0) {
            ArrayNode legal = json.putArray("legal_actions");
            for (int action = 0; action < step.getLegalActionsCount(); action++) {
                if (step.getLegalActions(action)) {
                    legal.add(action);
                }
            }
        }
        ArrayNode observations = json.putArray("observations");
        step.getObservationsList().forEach(column -> putColumn(observations.addObject(), column));
        if (step.hasRecurrentState()) {
            putColumn(json.putObject("recurrent_state"), step.getRecurrentState());
        }
        return json;
    }

    private static ArrayNode flags(StepInspection step) {
        ArrayNode flags = JsonNodeFactory.instance.arrayNode();
        addIf(flags, step.getIsEpisodeStart(), "episode_start");
        addIf(flags, step.getIsTerminated(), "terminated");
        addIf(flags, step.getIsTruncated(), "truncated");
        addIf(flags, step.getIsClosing(), "closing");
        addIf(flags, step.getIsStale(), "stale");
        addIf(flags, step.getIsTorn(), "torn");
        return flags;
    }

    private static void addIf(ArrayNode flags, boolean isSet, String name) {
        if (isSet) {
            flags.add(name);
        }
    }

    private static void putKeys(ArrayNode array, String store, List<Long> keys) {
        keys.forEach(key -> array.add(store + "/" + key));
    }

    private static void putColumn(ObjectNode json, InspectedColumn column) {
        json.put("name", column.getName()).put("type", column.getType().name().toLowerCase(Locale.ROOT))
            .put("bytes", column.getValueBytes());
        ArrayNode shape = json.putArray("shape");
        column.getShapeList().forEach(shape::add);
        int elements = column.getShapeList().stream().reduce(1, Math::multiplyExact);
        if (column.getValues().isEmpty()) {
            json.putNull("values");
        } else if (elements > MAX_NUMBERS) {
            json.put("base64", Base64.getEncoder().encodeToString(column.getValues().toByteArray()));
        } else {
            ByteBuffer bytes = column.getValues().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            putValues(json.putArray("values"), bytes, column.getType(), column.getShapeList(), 0, 0);
        }
    }

    /** Returns the index of the element after those that were put. */
    private static int putValues(ArrayNode array, ByteBuffer bytes, ElementTypeDescription type, List<Integer> shape,
                                 int dimension, int first) {
        int element = first;
        for (int i = 0; i < shape.get(dimension); i++) {
            if (dimension + 1 < shape.size()) {
                element = putValues(array.addArray(), bytes, type, shape, dimension + 1, element);
            } else {
                putValue(array, bytes, type, element++);
            }
        }
        return element;
    }

    private static void putValue(ArrayNode array, ByteBuffer bytes, ElementTypeDescription type, int element) {
        switch (type) {
            case FLOAT32 -> {
                float value = bytes.getFloat(4 * element);
                if (Float.isFinite(value)) {
                    array.add(value);
                } else {
                    array.add(Float.toString(value));
                }
            }
            case UINT8 -> array.add(bytes.get(element) & 0xFF);
            case BIT -> array.add(bytes.get(element / 8) >> element % 8 & 1);
            default -> throw new IllegalArgumentException("no column has elements of type " + type);
        }
    }

    private static void putFinite(ObjectNode json, String name, float value) {
        if (Float.isFinite(value)) {
            json.put(name, value);
        } else {
            json.put(name, Float.toString(value));
        }
    }
}
