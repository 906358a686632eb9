package io.troupe.actor.gym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code environment.options} of an environment of Gymnasium's.
 *
 * @param python    the interpreter
 * @param processes how many share the environments of a thread
 * @param greeting  what the worker is told: environment, arguments, imports, wrappers, whether masks are taken
 */
record GymOptions(String environment, String python, int processes, ObjectNode greeting) {
    /** For {@code EnvironmentProvider.options}. */
    static final Map<String, String> DEFAULTS =
        Map.of("python", "", "processes", "1", "import", "", "gym-wrappers", "", "action-mask", "false");
    private static final String ARGUMENT = "kwargs.";
    private static final int MAX_PROCESSES = 256;
    private static final ObjectMapper JSON =
        new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws IllegalArgumentException with the option, its value and what was expected */
    static GymOptions of(String environment, Map<String, String> options) {
        ObjectNode greeting = JSON.createObjectNode().put("environment", environment)
            .put("wrappers", options.getOrDefault("gym-wrappers", ""))
            .put("action_mask", isMasked(options.getOrDefault("action-mask", "false")));
        names(options.getOrDefault("import", "")).forEach(greeting.putArray("imports")::add);
        ObjectNode arguments = greeting.putObject("arguments");
        new TreeMap<>(options).forEach((name, value) -> {
            if (name.startsWith(ARGUMENT) && name.length() > ARGUMENT.length()) {
                arguments.set(name.substring(ARGUMENT.length()), typed(value));
            } else if (!DEFAULTS.containsKey(name)) {
                throw new IllegalArgumentException("environment.options." + name + " = '" + value + "': gym:" + environment
                    + " has no such option; it has these: python, processes, import, gym-wrappers, action-mask, and"
                    + " kwargs.NAME for what its constructor takes");
            }
        });
        return new GymOptions(environment, python(options.getOrDefault("python", "")),
            processes(options.getOrDefault("processes", "1")), greeting);
    }

    /** As JSON where it is some: a number, true, [1, 2]; otherwise as text. */
    private static JsonNode typed(String value) {
        try {
            JsonNode node = JSON.readTree(value);
            return node.isMissingNode() ? TextNode.valueOf(value) : node;
        } catch (JsonProcessingException plainText) {
            return TextNode.valueOf(value);
        }
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static String python(String given) {
        if (!given.isBlank()) {
            return given;
        }
        String named = System.getenv("TROUPE_PYTHON");
        return named == null || named.isBlank() ? "python3" : named;
    }

    private static boolean isMasked(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("environment.options.action-mask is '" + text
                + "'; expected true or false: whether masks of the legal actions are taken from info[\"action_mask\"]");
        }
        return text.equals("true");
    }

    private static int processes(String text) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 1 && value <= MAX_PROCESSES) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw new IllegalArgumentException("environment.options.processes is '" + text
            + "'; expected a whole number from 1 to " + MAX_PROCESSES);
    }
}
