package io.troupe.actor.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what a simulator shows and takes, in the words of {@code troupe envs --json}:
 * {@code {"observations": [{"name": "state", "type": "float32", "shape": [4]}], "actions": 2, "has_action_mask": false}};
 * without the last one there is no mask.
 */
final class SchemaFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String TYPES = Arrays.stream(ElementType.values()).map(SchemaFile::name)
        .collect(Collectors.joining(", "));

    private final Path file;

    private SchemaFile(Path file) {
        this.file = file;
    }

    /** @throws TroupeException CONFIGURATION, with the file and what is wrong with it */
    static EnvironmentSchema read(Path file) {
        return new SchemaFile(file).read();
    }

    private EnvironmentSchema read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the schema in " + file.toAbsolutePath()
                + " cannot be read (" + e + "); every node needs it at this path", e);
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw problem("is no JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw problem("is no JSON object; expected observations and actions");
        }
        checkNames(root, "", Set.of("observations", "actions", "has_action_mask"));
        JsonNode observations = root.path("observations");
        if (!observations.isArray() || observations.isEmpty()) {
            throw problem("has observations = " + observations + "; expected a list with an object for each column");
        }
        List<ObservationColumn> columns = new ArrayList<>();
        for (JsonNode one : observations) {
            columns.add(column(one, "observations[" + columns.size() + "]"));
        }
        try {
            return new EnvironmentSchema(columns, whole(root.path("actions"), "actions"), hasActionMask(root));
        } catch (IllegalArgumentException e) {
            throw problem("describes no environment: " + e.getMessage());
        }
    }

    private boolean hasActionMask(JsonNode root) {
        JsonNode told = root.path("has_action_mask");
        if (!told.isMissingNode() && !told.isBoolean()) {
            throw problem("has has_action_mask = " + told + "; expected true or false");
        }
        return told.asBoolean();
    }

    private ObservationColumn column(JsonNode one, String path) {
        if (!one.isObject()) {
            throw problem("has " + path + " = " + one + "; expected an object with name, type and shape");
        }
        checkNames(one, path + ".", Set.of("name", "type", "shape"));
        if (!one.path("name").isTextual()) {
            throw problem("has " + path + ".name = " + one.path("name") + "; expected text");
        }
        ElementType type = Arrays.stream(ElementType.values())
            .filter(known -> name(known).equals(one.path("type").asText())).findFirst()
            .orElseThrow(() -> problem("has " + path + ".type = " + one.path("type") + "; expected one of " + TYPES));
        List<Integer> shape = new ArrayList<>();
        for (JsonNode size : one.path("shape")) {
            shape.add(whole(size, path + ".shape"));
        }
        try {
            ObservationColumn column = new ObservationColumn(one.path("name").asText(), type, shape);
            column.bytes();
            return column;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw problem("describes no column in " + path + ": " + e.getMessage());
        }
    }

    private void checkNames(JsonNode object, String path, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw problem("has '" + path + name + "', which is nothing that is known; expected "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        });
    }

    private int whole(JsonNode number, String path) {
        if (!number.isInt()) {
            throw problem("has " + path + " = " + number + "; expected a whole number");
        }
        return number.asInt();
    }

    static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private TroupeException problem(String what) {
        return new TroupeException(ErrorCode.CONFIGURATION, "the schema in " + file + " " + what);
    }
}
