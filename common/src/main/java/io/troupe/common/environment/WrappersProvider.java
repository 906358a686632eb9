package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Takes the option {@code wrappers}, which every environment has so, and puts those around what another provider makes. */
final class WrappersProvider extends AroundProvider {
    WrappersProvider(EnvironmentProvider provider) {
        super(provider);
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        EnvironmentSchema schema = provider.schema(own(options));
        for (Wrapper wrapper : Wrappers.of(options)) {
            schema = wrapper.schema(schema);
        }
        return schema;
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return wrapped(options, generator -> provider.create(own(options), generator)).apply(random);
    }

    @Override
    public Function<RandomGenerator, Environment> sideBySide(Map<String, String> options, int count) {
        return wrapped(options, provider.sideBySide(own(options), count));
    }

    private Function<RandomGenerator, Environment> wrapped(Map<String, String> options,
                                                           Function<RandomGenerator, Environment> made) {
        List<Wrapper> wrappers = Wrappers.of(options);
        if (wrappers.isEmpty()) {
            return made;
        }
        EnvironmentSchema schema = provider.schema(own(options));
        Function<RandomGenerator, Environment> wrapped = made.andThen(this::notAwaited);
        for (Wrapper wrapper : wrappers) {
            wrapped = wrapper.around(wrapped, schema);
            schema = wrapper.schema(schema);
        }
        return wrapped;
    }

    /** Wrappers take a step at once, and one that is waited for would hold up all lanes. */
    private Environment notAwaited(Environment environment) {
        if (environment instanceof AwaitedEnvironment) {
            throw new IllegalArgumentException("environment.options." + Wrappers.OPTION + " is set, but " + name()
                + " answers when it likes and takes none: have the simulator do what they do");
        }
        return environment;
    }

    @Override
    public String preset(Map<String, String> options) {
        Wrappers.of(options);
        return provider.preset(own(options));
    }

    /** The environment's own options. */
    private static Map<String, String> own(Map<String, String> options) {
        if (!options.containsKey(Wrappers.OPTION)) {
            return options;
        }
        Map<String, String> own = new HashMap<>(options);
        own.remove(Wrappers.OPTION);
        return own;
    }
}
