package io.troupe.launcher.reproduce;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the keys of one section. A bad value is told and something harmless is returned in its place, so that reading
 * goes on and finds the next; {@link #close} tells of the keys that nobody has asked for.
 */
final class SuiteSection implements AutoCloseable {
    private final ConfigObject object;
    private final String path;
    private final Consumer<String> problems;
    private final Set<String> known = new TreeSet<>();

    /** @param path of the section, with a dot behind it; empty for the whole */
    SuiteSection(ConfigObject object, String path, Consumer<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    boolean has(String key) {
        known.add(key);
        return object.get(key) != null;
    }

    String text(String key, String fallback) {
        return read(key, "a text", fallback, SuiteSection::plain);
    }

    /** A word of small letters, digits and hyphens: it becomes a part of file names. */
    String name(String key, String fallback) {
        return read(key, "a name of small letters, digits and hyphens", fallback, value -> {
            String text = plain(value);
            return text != null && text.matches("[a-z0-9]+(-[a-z0-9]+)*") ? text : null;
        });
    }

    long whole(String key, Long fallback) {
        return read(key, "a whole number of at least 1", fallback, value -> toWhole(value, 1));
    }

    double number(String key, Double fallback) {
        return read(key, "a number", fallback, SuiteSection::toNumber);
    }

    OptionalDouble numberOrNone(String key, OptionalDouble fallback) {
        return read(key, "a number or none", fallback, value -> {
            Double number = toNumber(value);
            return number == null ? "none".equals(plain(value)) ? OptionalDouble.empty() : null
                : OptionalDouble.of(number);
        });
    }

    <T> T choice(String key, Map<String, T> choices, T fallback) {
        return read(key, "one of " + String.join(", ", new TreeSet<>(choices.keySet())), fallback,
            value -> choices.get(String.valueOf(plain(value))));
    }

    List<Long> seeds(String key, List<Long> fallback) {
        return read(key, "a list of different whole numbers", fallback, value -> {
            List<Long> seeds = list(value, element -> toWhole(element, Long.MIN_VALUE));
            return seeds == null || seeds.isEmpty() || Set.copyOf(seeds).size() < seeds.size() ? null : seeds;
        });
    }

    List<List<String>> groups(String key) {
        return read(key, "a list of lists of labels", List.of(), value -> list(value, group ->
            list(group, SuiteSection::plain)));
    }

    /** What a network is held against. */
    List<Baseline> baselines(String key) {
        return read(key, "a list of random and action:N", List.of(), value -> list(value, element -> {
            try {
                return Baseline.of(String.valueOf(plain(element)));
            } catch (TroupeException e) {
                return null;
            }
        }));
    }

    /** A section of settings as {@code path=value}. */
    List<String> assignments(String key, String prefix) {
        return read(key, "a section", List.of(), value -> !(value instanceof ConfigObject section) ? null
            : section.toConfig().entrySet().stream().map(entry -> prefix
                + String.join(".", ConfigUtil.splitPath(entry.getKey())) + "=" + (plain(entry.getValue()) == null
                ? entry.getValue().render(ConfigRenderOptions.concise()) : plain(entry.getValue()))).sorted().toList());
    }

    /** Its sections by their names; empty where there is no such key. */
    Map<String, SuiteSection> sections(String key) {
        return read(key, "a section of sections", Map.of(), value -> {
            if (!(value instanceof ConfigObject section)) {
                return null;
            }
            Map<String, SuiteSection> sections = new LinkedHashMap<>();
            for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
                if (!(entry.getValue() instanceof ConfigObject inner)) {
                    return null;
                }
                sections.put(entry.getKey(),
                    new SuiteSection(inner, path + key + "." + entry.getKey() + ".", problems));
            }
            return sections;
        });
    }

    SuiteSection section(String key) {
        ConfigObject section = read(key, "a section", null,
            value -> value instanceof ConfigObject inner ? inner : null);
        return section == null ? null : new SuiteSection(section, path + key + ".", problems);
    }

    List<SuiteSection> list(String key) {
        List<ConfigObject> objects = read(key, "a list of sections", null,
            value -> list(value, element -> element instanceof ConfigObject inner ? inner : null));
        List<SuiteSection> sections = new ArrayList<>();
        for (int i = 0; objects != null && i < objects.size(); i++) {
            sections.add(new SuiteSection(objects.get(i), path + key + "." + (i + 1) + ".", problems));
        }
        return sections;
    }

    /** Something about the value of {@code key}. */
    void problem(String key, String message) {
        ConfigValue at = object.getOrDefault(key, object);
        problems.accept((at.origin().lineNumber() < 1 ? "" : "line " + at.origin().lineNumber() + ": ") + path + key
            + ": " + message);
    }

    @Override
    public void close() {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                problem(key, "there is no such key; here there are " + String.join(", ", known));
            }
        }
    }

    private <T> T read(String key, String expected, T fallback, Function<ConfigValue, T> parse) {
        known.add(key);
        ConfigValue value = object.get(key);
        if (value == null) {
            return fallback;
        }
        T result = parse.apply(value);
        if (result == null) {
            problem(key, "got " + value.render(ConfigRenderOptions.concise()) + ", expected " + expected);
            return fallback;
        }
        return result;
    }

    private static <T> List<T> list(ConfigValue value, Function<ConfigValue, T> parse) {
        if (!(value instanceof ConfigList elements)) {
            return null;
        }
        List<T> result = new ArrayList<>();
        for (ConfigValue element : elements) {
            T parsed = parse.apply(element);
            if (parsed == null) {
                return null;
            }
            result.add(parsed);
        }
        return result;
    }

    private static Long toWhole(ConfigValue value, long min) {
        try {
            long whole = Long.parseLong(String.valueOf(plain(value)));
            return whole >= min ? whole : null;
        } catch (NumberFormatException notWhole) {
            return null;
        }
    }

    private static Double toNumber(ConfigValue value) {
        try {
            double number = Double.parseDouble(String.valueOf(plain(value)));
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** A text, number or boolean as it was written; null for anything else. */
    private static String plain(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> value.atKey("value").getString("value");
            default -> null;
        };
    }
}
