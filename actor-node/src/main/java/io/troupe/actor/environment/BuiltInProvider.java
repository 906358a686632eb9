package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A provider whose options are all told with their defaults, and whose preset is {@code /presets/memory-suite.conf}, or
 * another one that several environments share, with what the environment itself wants after it.
 */
abstract class BuiltInProvider implements EnvironmentProvider {
    /** The longest that {@code network.memory.context-length} and {@code learning.sequence.length} can be. */
    private static final int LONGEST_SEQUENCE = 4_096;

    private final String name;
    private final String description;
    private final Map<String, String> defaults;

    BuiltInProvider(String name, String description, Map<String, String> defaults) {
        this.name = name;
        this.description = description;
        this.defaults = Map.copyOf(defaults);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Map<String, String> options() {
        return defaults;
    }

    @Override
    public final EnvironmentSchema schema(Map<String, String> options) {
        return schema(read(options));
    }

    @Override
    public final Environment create(Map<String, String> options, RandomGenerator random) {
        return create(read(options), random);
    }

    @Override
    public final String preset() {
        return preset(Map.of());
    }

    @Override
    public final String preset(Map<String, String> options) {
        return preset(read(options));
    }

    /** As {@link EnvironmentProvider#schema}, with every option known to this environment; reads them all. */
    abstract EnvironmentSchema schema(EnvironmentOptions options);

    /** As {@link EnvironmentProvider#create}. */
    abstract Environment create(EnvironmentOptions options, RandomGenerator random);

    /** As {@link EnvironmentProvider#preset(Map)}. */
    abstract String preset(EnvironmentOptions options);

    private EnvironmentOptions read(Map<String, String> options) {
        return new EnvironmentOptions(name, options, defaults);
    }

    /**
     * What the environments that ask for a memory share, and a memory that reaches over a whole episode.
     *
     * @param steps the longest episode; beyond 4,096 steps and n, the longest sequence there is, the rest is not reached
     * @param n     steps of the n-step return
     */
    static String memoryPreset(int steps, int n, double discount, double untilReturn) {
        int length = Math.min(steps, LONGEST_SEQUENCE - n);
        return Resources.text("/presets/memory-suite.conf") + String.format(Locale.ROOT, """
            troupe {
              run.until-return = %5$s
              network.memory.context-length = %1$d
              learning {
                n-step = %2$d
                discount = %4$s
                sequence { length = %3$d, burn-in = 0, period = %3$d }
              }
            }
            """, length + n, n, length, discount, untilReturn);
    }

    /** What the environments share that show all there is to know. */
    static String feedForwardPreset(int n, double discount) {
        return Resources.text("/presets/feed-forward.conf")
            + String.format(Locale.ROOT, "troupe.learning { n-step = %d, discount = %s }%n", n, discount);
    }

    /** One of POPGym's three levels. */
    static <T> T level(EnvironmentOptions options, T easy, T medium, T hard) {
        return switch (options.choice("level", List.of("easy", "medium", "hard"))) {
            case "easy" -> easy;
            case "medium" -> medium;
            default -> hard;
        };
    }
}
