package io.troupe.learner.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import java.util.Locale;

/** A decision and what the network looked at to make it, as JSON: weights to four digits after the point. */
public final class AttentionJson {
    private static final double DIGITS = 1e4;

    private AttentionJson() {
    }

    public static void put(ObjectNode json, WatchedDecision decision) {
        json.put("episode", decision.episode()).put("step", decision.step()).put("action", decision.action());
        ArrayNode qValues = json.putArray("q_values");
        decision.qValues().forEach(value -> addFinite(qValues, value));
        json.put("drawing", decision.drawing());
        ArrayNode parts = json.putArray("attention");
        decision.attention().forEach(part -> put(parts.addObject(), part, decision.step()));
    }

    private static void put(ObjectNode json, AttentionReading part, int step) {
        json.put("part", part.part()).put("over", part.over().name().toLowerCase(Locale.ROOT));
        int firstStep = step - part.attended() + 1;
        boolean isOverSteps = part.over() == Over.STEPS;
        if (isOverSteps) {
            json.put("first_step", firstStep);
        }
        ArrayNode heads = json.putArray("heads");
        for (int head = 0; head < part.heads(); head++) {
            ObjectNode one = heads.addObject().put("entropy_bits", rounded(part.entropyBits(head)))
                .put("top", part.top(head));
            if (isOverSteps) {
                one.put("top_step", firstStep + part.top(head));
            }
            ArrayNode weights = one.putArray("weights");
            for (int i = 0; i < part.attended(); i++) {
                weights.add(rounded(part.weight(head, i)));
            }
        }
    }

    private static void addFinite(ArrayNode array, float value) {
        if (Float.isFinite(value)) {
            array.add(value);
        } else {
            array.addNull();
        }
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
