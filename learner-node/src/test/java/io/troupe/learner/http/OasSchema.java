package io.troupe.learner.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the OpenAPI Initiative says an OpenAPI 3.1 document is; where it is from is said beside its file. */
final class OasSchema {
    /** It leaves the dialect of Schema Objects open: any object passes for one. */
    private static final String ANY_DIALECT = "\"$dynamicAnchor\": \"meta\"";
    private static final String OF_2020_12 = ANY_DIALECT
        + ", \"$ref\": \"https://json-schema.org/draft/2020-12/schema\"";
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(read().replace(ANY_DIALECT, OF_2020_12));

    private OasSchema() {
    }

    /** What is wrong with the document, its schemas included. */
    static Set<ValidationMessage> problems(JsonNode document) {
        return SCHEMA.validate(document);
    }

    private static String read() {
        try (InputStream in = OasSchema.class.getResourceAsStream("oas-3.1/schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
