package io.troupe.actor.external;

import io.troupe.common.environment.EnvironmentFamily;
import io.troupe.common.environment.EnvironmentProvider;
import java.nio.file.Path;

/** {@code external:SCHEMA.json}: simulators that show what the file says. */
public final class ExternalFamily implements EnvironmentFamily {
    static final String NAME = "external";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "simulators that ask for actions over HTTP, as in external:schema.json (docs/external-environments.md)";
    }

    @Override
    public EnvironmentProvider named(String member) {
        return new ExternalProvider(member);
    }

    /** Nodes work in folders of their own. */
    @Override
    public String settled(String member) {
        return Path.of(member).toAbsolutePath().normalize().toString();
    }
}
