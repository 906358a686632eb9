package io.troupe.actor.external;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Makes places for simulators that come over HTTP. All that one provider makes share a server, which is there from the
 * first {@link #sideBySide} or {@link #create} until the last environment is closed.
 *
 * <p>All throw a {@link TroupeException} (CONFIGURATION) where the schema's file is not there or describes nothing, and
 * {@link #sideBySide} and {@link #create} one (RESOURCE) where nothing can listen.
 */
public final class ExternalProvider implements EnvironmentProvider {
    private final String schemaFile;
    private Simulators simulators;

    /** @param schemaFile says what simulators show and take */
    public ExternalProvider(String schemaFile) {
        this.schemaFile = schemaFile;
    }

    @Override
    public String name() {
        return ExternalFamily.NAME + ":" + schemaFile;
    }

    @Override
    public String description() {
        return "simulators of " + schemaFile + ", which ask for actions over HTTP";
    }

    @Override
    public Map<String, String> options() {
        return ExternalOptions.DEFAULTS;
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        ExternalOptions.of(options);
        return SchemaFile.read(Path.of(schemaFile));
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return simulators(options).seat();
    }

    @Override
    public Function<RandomGenerator, Environment> sideBySide(Map<String, String> options, int count) {
        // Now, so that a port that is taken is told when the node starts.
        simulators(options);
        return random -> create(options, random);
    }

    private synchronized Simulators simulators(Map<String, String> options) {
        if (simulators == null) {
            ExternalOptions read = ExternalOptions.of(options);
            Simulators made = new Simulators(schema(options), read.silenceNs(), SystemNanoClock.INSTANCE);
            ExternalServer server = new ExternalServer(read, made);
            made.onEmpty(() -> {
                forget(made);
                server.close();
            });
            simulators = made;
        }
        return simulators;
    }

    private synchronized void forget(Simulators closed) {
        if (simulators == closed) {
            simulators = null;
        }
    }

    @Override
    public String preset() {
        try (InputStream in = ExternalProvider.class.getResourceAsStream("external.conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
