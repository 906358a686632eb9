package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvTraceCommandTest {
    private final Tool tool = new Tool();
    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private List<JsonNode> trace(String... arguments) throws IOException {
        Tool fresh = new Tool();
        assertEquals(0, fresh.run(arguments), fresh::err);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : fresh.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void shouldStepFromAGivenStateAtFullPrecision() throws IOException {
        List<JsonNode> lines = trace("env-trace", "mountaincar", "--actions", file("actions", "2\n 0 1\n"), "--state",
            file("state.json", "[-0.5, 0.0123456789012345]"));
        assertEquals(3, lines.size());
        assertEquals("{\"state\":[-0.5,0.0123456789012345]}", lines.get(0).get("reset").toString());
        assertFalse(lines.get(1).has("reset"));
        double velocity = 0.0123456789012345 + 0.001 - 0.0025 * Math.cos(-1.5);
        JsonNode first = lines.get(0);
        assertEquals(2, first.get("action").asInt());
        assertEquals(velocity, first.get("state").get(1).asDouble(), 1e-15);
        assertEquals(-0.5 + velocity, first.get("state").get(0).asDouble(), 1e-15);
        assertEquals((float) (-0.5 + velocity), first.get("observation").get(0).asDouble(), "a float32 as it is");
        assertEquals(-1, first.get("reward").asDouble());
        assertFalse(first.get("terminated").asBoolean(true));
        assertFalse(first.get("truncated").asBoolean(true));
    }

    @Test
    void shouldBeginAnotherEpisodeAfterAnEnd() throws IOException {
        List<JsonNode> lines = trace("env-trace", "cartpole", "--actions", file("actions", "1 ".repeat(30)), "--state",
            file("state.json", "[2.39, 1, 0, 0]"), "--seed", "3");
        assertEquals(30, lines.size());
        assertTrue(lines.get(0).get("terminated").asBoolean(), "it leaves the track");
        JsonNode reset = lines.get(1).get("reset");
        assertTrue(Math.abs(reset.get("state").get(0).asDouble()) <= 0.05, reset::toString);
        assertEquals((float) reset.get("state").get(0).asDouble(), reset.get("observation").get(0).asDouble());
    }

    @Test
    void shouldFollowFromTheSeedAndTheOptions() throws IOException {
        String actions = file("actions", "1 0 1 0");
        List<JsonNode> lines = trace("env-trace", "cartpole", "--actions", actions, "--seed", "7");
        assertEquals(lines, trace("env-trace", "cartpole", "--actions", actions, "--seed", "7"));
        assertNotEquals(lines, trace("env-trace", "cartpole", "--actions", actions, "--seed", "8"));
        assertTrue(trace("env-trace", "cartpole", "--actions", actions, "--env-set", "max-episode-steps=2").get(1)
            .get("truncated").asBoolean());
        JsonNode cards = trace("env-trace", "repeat-previous-easy", "--actions", actions).get(0);
        assertEquals(4, cards.get("observation").size());
        assertFalse(cards.has("state"), "what it knows is not a few numbers");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "cartpole, 0 2 1, \"\", \"'2', number 2 in\", \"expected whole numbers 0 … 1\"",
        "cartpole, 0 up, \"\", \"'up', number 2 in\", \"expected whole numbers 0 … 1\"",
        "cartpole, \" \", \"\", actions is empty, 0 … 1",
        "cartpole, 0, \"[1, 2]\", a state has 2 numbers, \"position, velocity, angle, angular velocity\"",
        "acrobot, 0, 1, state.json holds 1, expected a JSON array of 4 numbers",
        "acrobot, 0, \"[1, true, 0, 0]\", true in, expected a JSON array of 4 numbers",
        "acrobot, 0, \"[1, 1e999, 0, 0]\", Infinity, expected a finite number",
        "acrobot, 0, \"[1,\", is not JSON, expected a JSON array of 4 numbers",
        "carflag, 0, \"[1, 2]\", carflag cannot be put into a state, leave --state out"})
    void shouldSayWhatIsWrong(String name, String actions, String state, String told, String expected) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("env-trace", name, "--actions", file("actions", actions)));
        if (!state.isEmpty()) {
            arguments.addAll(List.of("--state", file("state.json", state)));
        }
        assertEquals(2, tool.run(arguments.toArray(String[]::new)));
        assertTrue(tool.err().startsWith("error: --"), tool.err());
        assertTrue(tool.err().contains(told) && tool.err().contains(expected), tool.err());
        assertEquals("", tool.out());
    }

    @Test
    void shouldRefuseAnUnknownEnvironmentAnOptionAndAMissingFile() throws IOException {
        String actions = file("actions", "0");
        assertEquals(2, tool.run("env-trace", "pong", "--actions", actions));
        assertTrue(tool.err().contains("no environment is called 'pong'; there are: "), tool.err());
        assertEquals(2, tool.run("env-trace", "cartpole", "--actions", actions, "--env-set", "gravity=3"));
        assertTrue(tool.err().contains("gravity = '3': cartpole has no such option"), tool.err());
        assertEquals(2, tool.run("env-trace", "cartpole", "--actions", "nowhere.txt"));
        assertTrue(tool.err().contains("--actions: nowhere.txt cannot be read"), tool.err());
        assertEquals(2, tool.run("env-trace", "cartpole"));
        assertTrue(tool.err().contains("--actions"), tool.err());
    }
}
