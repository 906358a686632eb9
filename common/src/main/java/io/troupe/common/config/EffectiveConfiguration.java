package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run or one of its nodes really uses: a value for every key, checked. Its text is the run's {@code config.conf}
 * and what nodes are sent; read back, it gives the same settings.
 */
public final class EffectiveConfiguration {
    private final Config config;
    private final TroupeSettings settings;

    private EffectiveConfiguration(Config config, TroupeSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    /**
     * Reads a text that {@link #render} gave, or any other: defaults fill the gaps, presets do not.
     *
     * @param origin what problems call the text
     * @throws io.troupe.common.error.TroupeException CONFIGURATION with all problems
     */
    public static EffectiveConfiguration read(String text, String origin) {
        Problems problems = new Problems();
        Config layer = Layers.parse(text, origin, problems);
        return of(new KnownKeys().checked(layer, problems), problems);
    }

    /** @param layers holds known keys only */
    static EffectiveConfiguration of(Config layers, Problems problems) {
        Config config = layers.withFallback(KnownKeys.REFERENCE);
        TroupeSettings settings = new SettingsReader(config, problems).read();
        new CrossChecks(config, problems).check(settings);
        problems.throwIfAny();
        return new EffectiveConfiguration(config, settings);
    }

    public TroupeSettings settings() {
        return settings;
    }

    /**
     * The same with other values: for one node among several, which differ in ports, names and folders.
     *
     * @param changes path without "troupe." → value: a text, number, boolean, or list of these
     * @throws io.troupe.common.error.TroupeException CONFIGURATION with all problems
     */
    public EffectiveConfiguration with(Map<String, ?> changes) {
        Problems problems = new Problems();
        Config layer = ConfigFactory.empty();
        for (Map.Entry<String, ?> change : changes.entrySet()) {
            layer = layer.withValue(change.getKey(), ConfigValueFactory.fromAnyRef(change.getValue(), "changed value"));
        }
        return of(new KnownKeys().checked(layer, problems).withFallback(config), problems);
    }

    /** Every setting, in the order of their paths. */
    public List<Setting> everySetting() {
        List<Setting> all = new ArrayList<>();
        for (String path : new KnownKeys().leaves()) {
            all.add(new Setting(path, written(config, path), written(KnownKeys.REFERENCE, path)));
        }
        return all;
    }

    private static String written(Config config, String path) {
        return config.hasPathOrNull(path) && !config.getIsNull(path)
            ? config.getValue(path).render(ConfigRenderOptions.concise().setJson(false)) : "";
    }

    /** HOCON under {@code troupe}, keys in alphabetical order: the same settings always give the same text. */
    public String render() {
        return config.root().atKey("troupe").root().render(ConfigRenderOptions.defaults()
            .setOriginComments(false).setComments(false).setJson(false).setFormatted(true));
    }
}
