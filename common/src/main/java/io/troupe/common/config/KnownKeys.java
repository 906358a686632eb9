package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The keys that exist: those of {@code troupe-reference.conf}. Paths are written without the leading "troupe.". */
final class KnownKeys {
    /** Holds whatever an environment wants to be told. */
    static final String FREE_FORM = "environment.options";
    static final Config REFERENCE = ConfigFactory.parseReader(
        new InputStreamReader(KnownKeys.class.getResourceAsStream("/troupe-reference.conf"), StandardCharsets.UTF_8),
        ConfigParseOptions.defaults().setOriginDescription("the defaults")).resolve().getConfig("troupe");

    private final Set<String> leaves = new TreeSet<>();
    private final Set<String> sections = new TreeSet<>();

    KnownKeys() {
        collect("", REFERENCE.root());
    }

    private void collect(String prefix, ConfigObject object) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            if (path.equals(FREE_FORM) || path.equals(EncoderKeys.COLUMNS)
                || entry.getValue().valueType() != ConfigValueType.OBJECT) {
                leaves.add(path);
            } else {
                sections.add(path);
                collect(path + ".", (ConfigObject) entry.getValue());
            }
        }
    }

    /** Keys that hold a value, sorted. */
    Set<String> leaves() {
        return leaves;
    }

    boolean isSection(String path) {
        return sections.contains(path);
    }

    /**
     * {@code config} without what does not belong there: unknown keys, and values where a section should be. Each of
     * them becomes a problem.
     */
    Config checked(Config config, Problems problems) {
        return ((ConfigObject) checked("", config.root(), problems)).toConfig();
    }

    private ConfigValue checked(String prefix, ConfigObject object, Problems problems) {
        ConfigObject kept = object;
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            ConfigValue value = entry.getValue();
            boolean isSection = isSection(path) || path.equals(EncoderKeys.COLUMNS) || EncoderKeys.isColumn(path);
            if (prefix.equals(EncoderKeys.COLUMNS + ".") && !EncoderKeys.isColumnName(entry.getKey())) {
                problems.addAt(value.origin(), path, "only a column whose name is letters, digits, '_' and '-' can have an"
                    + " encoder of its own");
                kept = kept.withoutKey(entry.getKey());
            } else if (isSection && value.valueType() == ConfigValueType.OBJECT) {
                kept = kept.withValue(entry.getKey(), checked(path + ".", (ConfigObject) value, problems));
            } else if (isSection) {
                problems.wrongValue(path, value, "a section with keys of its own: " + path + " { … }");
                kept = kept.withoutKey(entry.getKey());
            } else if (!isSection && !leaves.contains(EncoderKeys.inReference(path))) {
                problems.addAt(value.origin(), path, "unknown key; the nearest known key is " + nearest(path));
                kept = kept.withoutKey(entry.getKey());
            }
        }
        return kept;
    }

    /** The known key or section that looks most like {@code path}: by its whole, or by its last word alone. */
    String nearest(String path) {
        String wanted = normalized(path);
        if (EncoderKeys.isInColumn(path)) {
            return EncoderKeys.sectionOf(path) + "." + EditDistance.nearest(lastWord(wanted), EncoderKeys.ofColumn(leaves));
        }
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (Set<String> candidates : List.of(leaves, sections)) {
            for (String candidate : candidates) {
                int distance = Math.min(EditDistance.between(wanted, candidate),
                    1 + EditDistance.between(lastWord(wanted), lastWord(candidate)));
                if (distance < bestDistance) {
                    bestDistance = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** learningRate and learning_rate are meant as learning-rate. */
    private static String normalized(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
