package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one can learn of an environment before there is a run. */
class EnvironmentCommandsTest {
    @TempDir
    private Path temporary;
    private final Tool tool = new Tool();

    @Test
    void shouldListEnvironments() {
        assertEquals(0, tool.run("envs"));
        assertTrue(tool.out().contains("cartpole  "), tool.out());
        assertTrue(tool.out().contains("[4] float32; 2 actions"), tool.out());
    }

    @Test
    void shouldTellTheOptionsOfOneEnvironment() {
        assertEquals(0, tool.run("envs", "memory-length"));
        assertEquals(4, tool.out().lines().count(), tool.out());
        assertTrue(tool.out().endsWith("  --env-set bits=1\n" + " ".repeat(15) + "--env-set length=10\n"), tool.out());
        assertEquals(2, tool.run("envs", "no-such-maze"));
        assertTrue(tool.err().contains("no environment is called 'no-such-maze'"), tool.err());
    }

    @Test
    void shouldTellWhatAnEnvironmentShowsWithOptionsOfItsOwn() {
        assertEquals(0, tool.run("envs", "maze", "--env-set", "size=7"));
        assertTrue(tool.out().contains("planes [3, 7, 7] bit; 4 actions"), tool.out());
        assertEquals(2, tool.run("envs", "maze", "--env-set", "sise=7"));
        assertTrue(tool.err().startsWith("error: environment.options.sise = '7': "), tool.err());
        assertEquals(2, tool.run("envs", "--env-set", "size=7"));
        assertTrue(tool.err().contains("expected the NAME of an environment beside it"), tool.err());
    }

    @Test
    void shouldTellProgramsOfEnvironments() throws IOException {
        assertEquals(0, tool.run("envs", "--json"));
        JsonNode told = new ObjectMapper().readTree(tool.out());
        JsonNode maze = StreamSupport.stream(told.spliterator(), false)
            .filter(one -> one.get("name").asText().equals("tmaze-passive")).findFirst().orElseThrow();
        assertTrue(maze.get("description").asText().startsWith("T-Maze"), maze::toString);
        assertEquals("[{\"name\":\"state\",\"type\":\"float32\",\"shape\":[2]}]", maze.get("observations").toString());
        assertEquals(4, maze.get("actions").asInt());
        assertFalse(maze.get("has_action_mask").asBoolean(true));
        assertEquals("{\"T\":\"50\"}", maze.get("options").toString());
    }

    @Test
    void shouldPlayAnEnvironmentWithoutARun() throws IOException {
        assertEquals(0, tool.run("play", "--env", "cartpole", "--seed", "3", "--env-set", "max-episode-steps=60"));
        assertEquals(0, tool.run("play", "--env", "cartpole", "--baseline", "action:1", "--delay-ms", "0"));
        assertEquals(List.of("play cartpole {max-episode-steps=60} random every 40 ms, seed [3]",
            "play cartpole {} action:1 every 0 ms, seed []"), tool.runs.asked);
        assertEquals(2, tool.run("play"));
        assertTrue(tool.err().contains("expected RUN_DIR, the folder of a run, or --env NAME in its place"), tool.err());
        assertEquals(2, tool.run("play", "--env", "cartpole", "--baseline", "best"));
        assertTrue(tool.err().contains("baseline 'best': expected random, or action:N"), tool.err());
        Files.writeString(temporary.resolve("config.conf"), "");
        assertEquals(2, tool.run("play", temporary.toString(), "--baseline", "random"));
        assertTrue(tool.err().contains("--baseline: in a run's folder its network acts"), tool.err());
    }
}
