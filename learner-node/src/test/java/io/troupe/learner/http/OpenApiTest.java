package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpEntity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is what it says it is. */
final class OpenApiTest {
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");

    private JsonNode document;

    @BeforeEach
    void read() throws Exception {
        document = new ObjectMapper().readTree(
            ((HttpEntity.Strict) OpenApi.response().entity()).getData().utf8String());
    }

    @Test
    void shouldBeValidByTheOpenApiInitiativesOwnSchema() {
        assertEquals("3.1.0", document.get("openapi").asText());
        assertEquals(Set.of(), OasSchema.problems(document));
    }

    @Test
    void theInitiativesSchemaShouldFindWhatIsWrongWithAnOperationAndWithASchema() {
        assertFalse(isValid("/paths/~1api~1v1~1metrics/get/parameters/0/schema", "type", "nmber"));
        assertFalse(isValid("/components/schemas/Error/properties/code", "type", "sting"));
        assertFalse(isValid("/paths/~1api~1v1~1metrics/get", "answers", "a field that no operation has"));
        assertTrue(isValid("/paths/~1api~1v1~1metrics/get", "description", "a field that every operation may have"));
    }

    private boolean isValid(String where, String name, String value) {
        JsonNode changed = document.deepCopy();
        ((ObjectNode) changed.at(where)).put(name, value);
        return OasSchema.problems(changed).isEmpty();
    }

    /** The schema cannot say these. */
    @Test
    void everyReferenceShouldLeadSomewhereAndEveryPathNameItsParameters() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertFalse(document.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
        }
        document.get("paths").fields().forEachRemaining(path -> path.getValue().elements().forEachRemaining(operation -> {
            assertFalse(operation.path("summary").asText().isBlank(), path.getKey());
            Set<String> named = new TreeSet<>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.get("in").asText().equals("path")) {
                    named.add(parameter.get("name").asText());
                }
            });
            Set<String> inPath = TEMPLATE.matcher(path.getKey()).results().map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
            assertEquals(inPath, named, path.getKey());
        }));
    }
}
