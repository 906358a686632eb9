package io.troupe.common.environment;

import java.util.Map;

/** Another provider's environments with something around them, under that one's name and with its settings. */
abstract class AroundProvider implements EnvironmentProvider {
    final EnvironmentProvider provider;

    AroundProvider(EnvironmentProvider provider) {
        this.provider = provider;
    }

    @Override
    public final String name() {
        return provider.name();
    }

    @Override
    public final String description() {
        return provider.description();
    }

    @Override
    public final Map<String, String> options() {
        return provider.options();
    }

    @Override
    public final String preset() {
        return provider.preset();
    }
}
