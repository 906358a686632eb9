package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.benchmarks.learned.LearnedBenchmark;
import io.troupe.testing.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environments that {@code troupe bench learned} gives its peer do what Troupe's do. */
class PeerEnvironmentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRACES = 3;
    private static final int STEPS = 1500;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "cartpole, 0 1, max-episode-steps=40",
        "masked-cartpole, 0 1, max-episode-steps=500",
        // Mostly along the corridor, so that the fork is reached.
        "tmaze-passive, 0 0 0 0 0 0 0 0 1 2 3, T=4",
        "minatar-breakout, 0 1 2 3 4 5, max-episode-steps=60 sticky-actions=0"})
    void shouldGoOnAsTroupesDo(String name, String actions, String options) throws IOException, InterruptedException {
        Python.assumeHas("numpy");
        List<List<JsonNode>> traces = new ArrayList<>();
        for (int seed = 1; seed <= TRACES; seed++) {
            traces.add(trace(name, actions.split(" "), options.split(" "), seed));
        }
        JsonNode told = follow(List.of(name, Arrays.stream(options.split(" ")).map(option -> option.split("="))
            .collect(Collectors.toMap(option -> option[0], option -> option[1])), traces));
        // Sines may differ in their last bit.
        assertTrue(told.get("difference").asDouble() < 1e-6, told::toString);
        assertTrue(told.get("rewarded").asInt() > 0 && told.get("ends").asInt() > 10, told::toString);
    }

    private List<JsonNode> trace(String name, String[] actions, String[] options, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("actions-" + seed);
        Files.writeString(file, random.ints(STEPS, 0, actions.length).mapToObj(i -> actions[i])
            .collect(Collectors.joining(" ")));
        List<String> arguments = new ArrayList<>(List.of("env-trace", name, "--actions", file.toString(), "--seed",
            Integer.toString(seed)));
        for (String option : options) {
            arguments.addAll(List.of("--env-set", option));
        }
        Tool tool = new Tool();
        assertEquals(0, tool.run(arguments.toArray(String[]::new)), tool::err);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : tool.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private JsonNode follow(List<?> question) throws IOException, InterruptedException {
        copy(LearnedBenchmark.class, "environments.py");
        copy(PeerEnvironmentsTest.class, "follow_traces.py");
        String answer = String.join("\n", Python.run(folder.resolve("follow_traces.py"), JSON.writeValueAsString(question)));
        return JSON.readTree(answer);
    }

    private void copy(Class<?> owner, String resource) throws IOException {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            Files.copy(in, folder.resolve(resource));
        }
    }
}
