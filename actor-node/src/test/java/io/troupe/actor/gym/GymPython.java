package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Python that {@code TROUPE_PYTHON} names, or {@code python3}, and the environments of our own in it. */
final class GymPython {
    static final String PYTHON = System.getenv().getOrDefault("TROUPE_PYTHON", "python3");
    static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
    static final String MODULE = SCRIPTS.resolve("troupe_test_envs.py").toString();
    private static final ObjectMapper JSON = new ObjectMapper();

    private GymPython() {
    }

    /** The tests are skipped where there is no Gymnasium. */
    static void assumeGymnasium() throws InterruptedException {
        boolean isThere;
        try {
            isThere = new ProcessBuilder(PYTHON, "-c", "import gymnasium").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noPython) {
            isThere = false;
        }
        assumeTrue(isThere, "skipped: '" + PYTHON
            + " -c \"import gymnasium\"' fails; TROUPE_PYTHON names a Python that has it");
    }

    /** Options that register {@code troupe_test_envs.py}, and {@code more} of them: name, value, name, value. */
    static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>(Map.of("import", MODULE));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    /** What the environment does in Python alone: a reset, then a step for each action, up to the episode's end. */
    static List<JsonNode> trace(String environment, int seed, String arguments, List<Integer> actions)
        throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PYTHON, SCRIPTS.resolve("gym_trace.py").toString(), environment,
            Integer.toString(seed), arguments, MODULE).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().write(String.join(" ", actions.stream().map(String::valueOf).toList())
            .getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor(), "gym_trace.py " + environment);
        List<JsonNode> trace = new ArrayList<>();
        for (String line : lines) {
            trace.add(JSON.readTree(line));
        }
        return trace;
    }
}
