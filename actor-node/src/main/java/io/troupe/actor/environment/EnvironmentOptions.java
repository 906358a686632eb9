package io.troupe.actor.environment;

import java.util.List;
import java.util.Map;

/** Reads an environment's options: one not known, or of the wrong kind, is refused with its name and value. */
final class EnvironmentOptions {
    static final String MAX_EPISODE_STEPS = "max-episode-steps";

    private final String environment;
    private final Map<String, String> options;
    private final Map<String, String> defaults;

    EnvironmentOptions(String environment, Map<String, String> options, List<String> known) {
        this(environment, options, known, Map.of());
    }

    /** @param defaults all options that there are, each with its default */
    EnvironmentOptions(String environment, Map<String, String> options, Map<String, String> defaults) {
        this(environment, options, defaults.keySet().stream().sorted().toList(), defaults);
    }

    private EnvironmentOptions(String environment, Map<String, String> options, List<String> known,
        Map<String, String> defaults) {
        this.environment = environment;
        this.options = options;
        this.defaults = defaults;
        for (String name : options.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("environment.options." + name + " = '" + options.get(name) + "': "
                    + environment + " has no such option; it has "
                    + (known.isEmpty() ? "none" : "these: " + String.join(", ", known)));
            }
        }
    }

    /** Steps after which an episode is truncated, at least 1. */
    int maxEpisodeSteps() {
        return integer(MAX_EPISODE_STEPS, 1, Integer.MAX_VALUE);
    }

    int integer(String name, int defaultValue, int min, int max) {
        String text = options.get(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw refused(name, "a whole number of at least " + min
            + (max == Integer.MAX_VALUE ? "" : " and at most " + max));
    }

    /** true or false. */
    boolean flag(String name, boolean defaultValue) {
        String text = options.get(name);
        if (text == null) {
            return defaultValue;
        }
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(name, "true or false");
        };
    }

    double probability(String name, double defaultValue) {
        String text = options.get(name);
        if (text == null) {
            return defaultValue;
        }
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw refused(name, "a number from 0 to 1");
    }

    /** As the other of this name, with the default that the provider tells. */
    int integer(String name, int min, int max) {
        return integer(name, Integer.parseInt(defaults.get(name)), min, max);
    }

    /** A number from {@code min} to {@code max}. */
    double number(String name, double min, double max) {
        String text = text(name);
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw refused(name, "a number from " + min + " to " + max);
    }

    /** One of these words. */
    String choice(String name, List<String> words) {
        String text = text(name).strip();
        if (!words.contains(text)) {
            throw refused(name, "one of: " + String.join(", ", words));
        }
        return text;
    }

    /** Any text, as it is. */
    String text(String name) {
        return options.getOrDefault(name, defaults.get(name));
    }

    /** The error for this option's value. */
    IllegalArgumentException refused(String name, String expected) {
        return new IllegalArgumentException("environment.options." + name + " of " + environment + " is '" + text(name)
            + "'; expected " + expected);
    }
}
