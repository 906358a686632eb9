package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Label selectors, in the form of {@code matchLabels} and {@code matchExpressions}. */
final class Selector {
    private Selector() {
    }

    /** @param selector one that says nothing finds everything */
    static boolean matches(JsonNode selector, JsonNode labels) {
        for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
            if (!wanted.getValue().asText().equals(labels.path(wanted.getKey()).asText(null))) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!matchesExpression(expression, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesExpression(JsonNode expression, JsonNode labels) {
        JsonNode label = labels.path(expression.path("key").asText());
        boolean isListed = Manifest.elements(expression.path("values")).contains(label);
        return switch (expression.path("operator").asText()) {
            case "In" -> isListed;
            case "NotIn" -> !isListed;
            case "Exists" -> !label.isMissingNode();
            case "DoesNotExist" -> label.isMissingNode();
            default -> throw new IllegalArgumentException("no operator of Kubernetes: " + expression);
        };
    }
}
