package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.troupe.common.error.TroupeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Lays the layers of a configuration over each other, the upper ones winning:
 *
 * <pre>
 * troupe-reference.conf, sizes of the network's preset, environment's preset, resumed run's config.conf, kinds of the
 * network's preset, defaults of options, files, assumptions, --set, options
 * </pre>
 *
 * The name of a network says of which kinds it is. How large it is and how long its sequences are says the environment's
 * preset, and the network's own only where that does not. In a run that is resumed with another network, whose
 * configuration says everything, the network's own sizes win.
 *
 * Inside a layer, what is added later wins. Mistakes do not throw where they are added: {@link #load} tells them all.
 */
public final class SettingsLoader {
    private final EnvironmentPresets environmentPresets;
    private final Problems problems = new Problems();
    private final KnownKeys known = new KnownKeys();
    private String networkName = "";
    private Config resumed = ConfigFactory.empty();
    private Config network = ConfigFactory.empty();
    private Config networkDefaults = ConfigFactory.empty();
    private Config optionDefaults = ConfigFactory.empty();
    private Config files = ConfigFactory.empty();
    private Config assumptions = ConfigFactory.empty();
    private Config assignments = ConfigFactory.empty();
    private Config options = ConfigFactory.empty();

    public SettingsLoader(EnvironmentPresets environmentPresets) {
        this.environmentPresets = environmentPresets;
    }

    /** @param environmentPresets presets that are the same whatever the options */
    public SettingsLoader(UnaryOperator<String> environmentPresets) {
        this((name, options) -> environmentPresets.apply(name));
    }

    /** @param name one of {@link NetworkPresets#NAMES} */
    public SettingsLoader network(String name) {
        if (!NetworkPresets.NAMES.contains(name)) {
            problems.add("--network", "got '" + name + "', expected one of " + String.join(", ", NetworkPresets.NAMES)
                + "; the nearest is " + EditDistance.nearest(name, NetworkPresets.NAMES));
            return this;
        }
        networkName = name;
        String text = NetworkPresets.text(name);
        String origin = "network " + name;
        networkDefaults = layer(Layers.section(text, NetworkPresets.DEFAULTS, origin, problems));
        network = layer(Layers.parse(text, origin, problems).withoutPath(NetworkPresets.DEFAULTS));
        return this;
    }

    /** The {@code config.conf} of the run that is to go on. */
    public SettingsLoader resumed(Path file) {
        resumed = layer(Layers.file(file, problems));
        return this;
    }

    /** A file of the user's, with the {@code troupe} section or only what is in it. */
    public SettingsLoader file(Path file) {
        files = layer(Layers.file(file, problems)).withFallback(files);
        return this;
    }

    /** What {@code option} makes of a setting that nobody has chosen: weaker than a file. */
    public SettingsLoader byDefault(String option, String path, String value) {
        optionDefaults = assignment(option, path, value).withFallback(optionDefaults);
        return this;
    }

    /** What follows from {@code option} without having been said: weaker than {@code --set}. */
    public SettingsLoader assume(String option, String path, String value) {
        assumptions = assignment(option, path, value).withFallback(assumptions);
        return this;
    }

    /** @param assignment {@code path=value} */
    public SettingsLoader set(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            problems.add("--set", "got '" + assignment + "', expected path=value, as in learning.batch-size=128");
            return this;
        }
        String path = assignment.substring(0, equals).trim();
        assignments = assignment("--set", path, assignment.substring(equals + 1)).withFallback(assignments);
        return this;
    }

    /** An option of the command line that stands for a setting; problems name the option. Null: not given. */
    public SettingsLoader option(String option, String path, String value) {
        if (value != null) {
            options = assignment(option, path, value).withFallback(options);
        }
        return this;
    }

    /** @throws TroupeException CONFIGURATION with all problems */
    public EffectiveConfiguration load() {
        Config above = options.withFallback(assignments).withFallback(assumptions).withFallback(files)
            .withFallback(optionDefaults).withFallback(network);
        if (!resumed.isEmpty()) {
            // The run's configuration has a value for every key, those of another kind of network among them. What its steps
            // show stays as they were stored.
            above = above.withFallback(networkDefaults.withoutPath("environment")).withFallback(resumed);
        }
        return EffectiveConfiguration.of(above.withFallback(environmentPreset(above)).withFallback(networkDefaults),
            problems);
    }

    private Config environmentPreset(Config above) {
        Config config = above.withFallback(KnownKeys.REFERENCE);
        ConfigValue value = ValueReader.find(config, "environment.name");
        String name = ValueReader.toText(value);
        if (name == null || name.isBlank()) {
            return ConfigFactory.empty();
        }
        // What is wrong with the section itself is told where the settings are read.
        Map<String, String> environmentOptions = new ValueReader(config, new Problems()).textMap(KnownKeys.FREE_FORM);
        try {
            return presetLayer(environmentPresets.of(name, environmentOptions), "preset of " + name);
        } catch (TroupeException e) {
            problems.addAt(value.origin(), "environment.name", e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.addAt(ValueReader.find(config, KnownKeys.FREE_FORM).origin(), KnownKeys.FREE_FORM, e.getMessage());
        }
        return ConfigFactory.empty();
    }

    /** What the preset says for the network that was named lies over what it says for all. */
    private Config presetLayer(String text, String origin) {
        Config networks = Layers.section(text, EnvironmentPresets.NETWORKS, origin, problems);
        Config all = layer(Layers.parse(text, origin, problems).withoutPath(EnvironmentPresets.NETWORKS));
        return networks.root().get(networkName) instanceof ConfigObject own ? layer(own.toConfig()).withFallback(all) : all;
    }

    private Config assignment(String origin, String path, String value) {
        return layer(Layers.assignment(origin, path, value, problems));
    }

    private Config layer(Config config) {
        return known.checked(config, problems);
    }
}
