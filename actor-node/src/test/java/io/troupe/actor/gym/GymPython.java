package io.troupe.actor.gym;


import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.testing.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environments of our own in Python, {@code troupe_test_envs.py}. */
final class GymPython {
    private static final String MODULE = Path.of("src", "test", "python", "troupe_test_envs.py").toAbsolutePath().toString();
    private static final ObjectMapper JSON = new ObjectMapper();

    private GymPython() {
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
        String words = String.join(" ", actions.stream().map(String::valueOf).toList());
        List<JsonNode> trace = new ArrayList<>();
        for (String line : Python.run("gym_trace.py", words, environment, Integer.toString(seed), arguments, MODULE)) {
            trace.add(JSON.readTree(line));
        }
        return trace;
    }
}
