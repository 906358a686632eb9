package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes a layer of the configuration out of a text, a file or an assignment. Unreadable ones are noted and empty. */
final class Layers {
    private static final String ROOT = "troupe";

    private Layers() {
    }

    static Config parse(String text, String origin, Problems problems) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(origin);
        return layer(origin, () -> ConfigFactory.parseString(text, options), problems);
    }

    /** A section of a text that stands beside {@code troupe}, with keys of its own; empty where there is none. */
    static Config section(String text, String name, String origin, Problems problems) {
        Config all = parse(text, origin, problems);
        return all.root().get(name) instanceof ConfigObject section ? section.toConfig() : ConfigFactory.empty();
    }

    static Config file(Path file, Problems problems) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add("--config", "got " + file + ", expected a file that can be read");
            return ConfigFactory.empty();
        }
        ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
        return layer(file.toString(), () -> ConfigFactory.parseFile(file.toFile(), options), problems);
    }

    /** The value is read as HOCON if it is a number, a list or the like, and as text if not. */
    static Config assignment(String origin, String path, String value, Problems problems) {
        String name = path.startsWith(ROOT + ".") ? path.substring(ROOT.length() + 1) : path;
        if (!name.matches("[\\w-]+(\\.[\\w-]+)*")) {
            problems.add(origin, "got '" + path + "', expected the path of a setting, as in learning.batch-size");
            return ConfigFactory.empty();
        }
        ConfigValue nested = value(value).withOrigin(ConfigOriginFactory.newSimple(origin));
        // Not withValue: the sections on the way would come from nowhere.
        List<String> keys = List.of(name.split("\\."));
        for (int depth = keys.size() - 1; depth >= 0; depth--) {
            nested = ConfigValueFactory.fromMap(Map.of(keys.get(depth), nested), origin);
        }
        return ((ConfigObject) nested).toConfig();
    }

    /** The {@code troupe} section may be left out, or be there. */
    private static Config layer(String source, Supplier<Config> parse, Problems problems) {
        try {
            Config config = parse.get().resolve();
            ConfigObject object = config.root();
            if (!(object.get(ROOT) instanceof ConfigObject section)) {
                return config;
            }
            return section.withFallback(object.withoutKey(ROOT)).toConfig();
        } catch (ConfigException e) {
            problems.addUnreadable(source, e);
            return ConfigFactory.empty();
        }
    }

    private static ConfigValue value(String text) {
        String trimmed = text.trim();
        boolean isStructured = trimmed.startsWith("[") || trimmed.startsWith("{") || trimmed.startsWith("\"");
        ConfigValue asText = ConfigValueFactory.fromAnyRef(text);
        if (!isStructured && (trimmed.isEmpty() || trimmed.contains("#") || trimmed.contains("//"))) {
            return asText;
        }
        try {
            ConfigObject parsed = ConfigFactory.parseString("value = " + trimmed).resolve().root();
            ConfigValue value = parsed.get("value");
            boolean isPlainText = !isStructured && value.valueType() == ConfigValueType.STRING;
            return parsed.size() != 1 || isPlainText ? asText : value;
        } catch (ConfigException noHocon) {
            return asText;
        }
    }
}
