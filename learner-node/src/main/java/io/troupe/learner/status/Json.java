package io.troupe.learner.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as JSON knows them. */
final class Json {
    private static final MathContext DIGITS = new MathContext(9);

    private Json() {
    }

    /** To nine digits, which is more than a float has; null for NaN and the infinities, which JSON does not have. */
    static void put(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, new BigDecimal(value).round(DIGITS).doubleValue());
        } else {
            object.putNull(name);
        }
    }
}
