package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** On what something was measured: times mean little without it. */
record Machine(int cores, String os, String java, String troupe) {
    /** @param troupe the version of the program */
    static Machine ofThis(String troupe) {
        return new Machine(Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"), System.getProperty("java.version"),
            troupe);
    }

    static Machine of(JsonNode json) {
        return new Machine(json.path("cores").asInt(), json.path("os").asText(), json.path("java").asText(),
            json.path("troupe").asText());
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("cores", cores).put("os", os).put("java", java)
            .put("troupe", troupe);
    }

    @Override
    public String toString() {
        return cores + (cores == 1 ? " core, " : " cores, ") + os + ", Java " + java + ", Troupe " + troupe;
    }
}
