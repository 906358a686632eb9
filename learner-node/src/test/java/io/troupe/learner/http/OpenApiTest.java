package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The OpenAPI documents are what they say they are. */
final class OpenApiTest {
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]+)}");

    @ParameterizedTest
    @EnumSource
    void shouldBeValidByTheOpenApiInitiativesOwnSchema(OpenApi api) throws Exception {
        assertEquals("3.1.0", document(api).get("openapi").asText());
        assertEquals(Set.of(), OasSchema.problems(document(api)));
    }

    @Test
    void theInitiativesSchemaShouldFindWhatIsWrongWithAnOperationAndWithASchema() throws Exception {
        assertFalse(isValid("/paths/~1api~1v1~1metrics/get/parameters/0/schema", "type", "nmber"));
        assertFalse(isValid("/components/schemas/Error/properties/code", "type", "sting"));
        assertFalse(isValid("/paths/~1api~1v1~1metrics/get", "answers", "a field that no operation has"));
        assertTrue(isValid("/paths/~1api~1v1~1metrics/get", "description", "a field that every operation may have"));
    }

    private static boolean isValid(String where, String name, String value) throws Exception {
        JsonNode changed = document(OpenApi.RUN);
        ((ObjectNode) changed.at(where)).put(name, value);
        return OasSchema.problems(changed).isEmpty();
    }

    @Test
    void shouldTakeWhatItSharesFromTheRunsAndNothingElse() throws Exception {
        JsonNode run = document(OpenApi.RUN).get("components");
        JsonNode policy = document(OpenApi.POLICY).get("components");
        for (String shared : List.of("/schemas/Answer", "/schemas/Choice", "/requestBodies/Act", "/responses/Error")) {
            assertFalse(run.at(shared).isMissingNode(), shared);
            assertEquals(run.at(shared), policy.at(shared), shared);
        }
        assertTrue(policy.at("/schemas/Status").isMissingNode());
    }

    /** The schema cannot say these. */
    @ParameterizedTest
    @EnumSource
    void everyReferenceShouldLeadSomewhereAndEveryPathNameItsParameters(OpenApi api) throws Exception {
        JsonNode document = document(api);
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

    private static JsonNode document(OpenApi api) throws Exception {
        return new ObjectMapper().readTree(api.document());
    }
}
