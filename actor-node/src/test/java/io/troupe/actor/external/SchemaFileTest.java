package io.troupe.actor.external;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFileTest {
    private static final String SCHEMA = """
        {"observations": [{"name": "state", "type": "float32", "shape": [2]},
                          {"name": "doors", "type": "bit", "shape": [3]}], "actions": 2, "has_action_mask": true}""";

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseSchemasThatDescribeNothing() throws IOException {
        assertRefused("{", "is no JSON");
        assertRefused("{\"observations\": [], \"actions\": 2}", "observations = []");
        assertRefused(SCHEMA.replace("bit", "int"), "observations[1].type = \"int\"; expected one of float32, uint8, bit");
        assertRefused(SCHEMA.replace("[3]", "[]"), "at least one dimension");
        assertRefused(SCHEMA.replace("\"actions\": 2", "\"actions\": 1"), "at least 2 actions");
        assertRefused(SCHEMA.replace("true", "1"), "has_action_mask = 1; expected true or false");
        assertRefused(SCHEMA.replace("shape", "size"), "'observations[0].size'");
        assertTrue(assertThrows(TroupeException.class,
            () -> SchemaFile.read(folder.resolve("none.json"))).getMessage().contains("none.json"));
    }

    private void assertRefused(String text, String part) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.json"), text);
        String told = assertThrows(TroupeException.class, () -> SchemaFile.read(file)).getMessage();
        assertTrue(told.contains(part) && told.contains("wrong.json"), told);
    }
}
