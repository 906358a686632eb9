package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** One object, as the API server would get it. */
record Manifest(ObjectNode json) {
    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    String id() {
        return kind() + " " + name();
    }

    /** What is at a JSON pointer; an array's elements are counted from 0. */
    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    boolean runsPods() {
        return podSpec().isObject();
    }

    JsonNode podLabels() {
        return isPod() ? at("/metadata/labels") : at("/spec/template/metadata/labels");
    }

    JsonNode podSpec() {
        return isPod() ? at("/spec") : at("/spec/template/spec");
    }

    boolean isPod() {
        return kind().equals("Pod");
    }

    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>(elements(podSpec().path("initContainers")));
        all.addAll(elements(podSpec().path("containers")));
        return all;
    }

    /** The port that its pods call so; missing where none does. */
    JsonNode containerPort(String name) {
        return containerPorts().stream().filter(port -> port.path("name").asText().equals(name)).findFirst()
            .orElse(MissingNode.getInstance());
    }

    List<JsonNode> containerPorts() {
        return containers().stream().flatMap(container -> elements(container.path("ports")).stream()).toList();
    }

    /** The arguments of all containers. */
    List<String> arguments() {
        return containers().stream().flatMap(container -> elements(container.path("args")).stream()).map(JsonNode::asText)
            .toList();
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
