package io.troupe.learner.http;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The descriptions, in OpenAPI 3.1, of what this program's servers answer. The run's file has the components of all: what
 * another one refers to and does not have is taken from there, so that nothing is described twice.
 */
enum OpenApi {
    RUN("/api/v1/openapi.json", "openapi.json"),
    POLICY("/v1/openapi.json", "openapi-policy.json"),
    BOARD("/api/v1/openapi.json", "openapi-board.json");

    private final String path;
    private final String document;

    OpenApi(String path, String file) {
        this.path = path;
        document = completed(read(file), read("openapi.json")).toPrettyString();
    }

    /** Where it is served. */
    String path() {
        return path;
    }

    String document() {
        return document;
    }

    HttpResponse response() {
        return Replies.json(200, document);
    }

    private static ObjectNode completed(ObjectNode document, JsonNode shared) {
        Deque<JsonNode> referring = new ArrayDeque<>();
        referring.push(document);
        while (!referring.isEmpty()) {
            for (String reference : referring.pop().findValuesAsText("$ref")) {
                String pointer = reference.substring(1);
                if (document.at(pointer).isMissingNode()) {
                    JsonNode component = shared.requiredAt(pointer);
                    int name = pointer.lastIndexOf('/');
                    document.withObject(pointer.substring(0, name)).set(pointer.substring(name + 1), component);
                    referring.push(component);
                }
            }
        }
        return document;
    }

    private static ObjectNode read(String file) {
        try (InputStream in = OpenApi.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from this build");
            }
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
