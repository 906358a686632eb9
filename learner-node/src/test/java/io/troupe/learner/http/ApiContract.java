package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpEntity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Holds answers to the document that describes them, at their own path: the status, the type and the body must be
 * described, and nothing may be told that is not. Errors at what the document does not know (a path, a method) are held
 * to its error for everything. The page's own files are no part of the API. Thread-safe.
 */
final class ApiContract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String JSON = "application/json";

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> successes = new ConcurrentSkipListSet<>();

    ApiContract(OpenApi api) {
        try {
            document = MAPPER.readTree(api.document());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        document.at("/components/schemas").forEach(described -> {
            if (described.has("properties")) {
                ((ObjectNode) described).put("additionalProperties", false);
            }
        });
    }

    /** Asks a server and holds its answer. */
    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        hold(request.method(), request.uri().getPath(), response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(""), response.body());
        return response;
    }

    /** Holds the answer of a route that was asked without a server, and returns it. */
    akka.http.javadsl.model.HttpResponse held(String method, String path,
                                              akka.http.javadsl.model.HttpResponse response) {
        hold(method, path, response.status().intValue(), response.entity().getContentType().toString(),
            ((HttpEntity.Strict) response.entity()).getData().utf8String());
        return response;
    }

    /** @param body is looked at where it is JSON */
    void hold(String method, String path, int status, String contentType, String body) {
        if (path.equals("/") || path.startsWith("/assets/")) {
            return;
        }
        String answer = method + " " + path + " answered " + status + " " + body;
        JsonNode content = described(method, path, status, answer).get("content");
        String type = contentType.split(";")[0];
        assertTrue(content.has(type), () -> answer + ": of type '" + contentType + "', described is " + content);
        if (type.equals(JSON)) {
            try {
                assertEquals(Set.of(), schema(content.get(type).get("schema")).validate(MAPPER.readTree(body)), answer);
            } catch (JsonProcessingException e) {
                throw new AssertionError(answer, e);
            }
        }
    }

    /** Every operation that the document has, as {@code GET /path}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths").fields().forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method ->
            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** Those of which an answer that was no error has been held to the document. */
    Set<String> successes() {
        return new TreeSet<>(successes);
    }

    private JsonNode described(String method, String path, int status, String answer) {
        String template = template(path);
        JsonNode responses = document.get("paths").path(template).path(method.toLowerCase(Locale.ROOT))
            .path("responses");
        if (status < 400) {
            assertTrue(responses.has(Integer.toString(status)), () -> answer + ", which is not described");
            successes.add(method + " " + template);
        }
        JsonNode response = responses.isMissingNode() ? document.at("/components/responses/Error")
            : responses.path(responses.has(Integer.toString(status)) ? Integer.toString(status) : "default");
        return response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
    }

    /** The path as the document has it; one without parameters goes before one with. */
    private String template(String path) {
        if (document.get("paths").has(path)) {
            return path;
        }
        for (String operation : operations()) {
            String template = operation.substring(operation.indexOf(' ') + 1);
            if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
                return template;
            }
        }
        return path;
    }

    private JsonSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, one -> {
            ObjectNode whole = MAPPER.createObjectNode();
            whole.set("components", document.get("components"));
            whole.putArray("allOf").add(one);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        });
    }
}
