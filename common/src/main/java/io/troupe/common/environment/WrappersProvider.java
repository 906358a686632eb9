package io.troupe.common.environment;

import io.troupe.common.schema.EnvironmentSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Takes the option {@code wrappers}, which every environment has so, and puts those around what another provider makes. */
final class WrappersProvider implements EnvironmentProvider {
    private final EnvironmentProvider provider;

    WrappersProvider(EnvironmentProvider provider) {
        this.provider = provider;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public String description() {
        return provider.description();
    }

    @Override
    public Map<String, String> options() {
        return provider.options();
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
        Map<String, String> own = own(options);
        List<Wrapper> wrappers = Wrappers.of(options);
        Function<RandomGenerator, Environment> made = generator -> provider.create(own, generator);
        if (!wrappers.isEmpty()) {
            EnvironmentSchema schema = provider.schema(own);
            for (Wrapper wrapper : wrappers) {
                made = wrapper.around(made, schema);
                schema = wrapper.schema(schema);
            }
        }
        return made.apply(random);
    }

    @Override
    public String preset() {
        return provider.preset();
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
