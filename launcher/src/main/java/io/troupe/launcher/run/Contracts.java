package io.troupe.launcher.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QNetwork;
import io.troupe.common.run.RunContract;
import io.troupe.common.run.RunIdentity;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;

/** What a configuration and the environments on the class path make together. */
public final class Contracts {
    private Contracts() {
    }

    /**
     * Asks whether the network can read what the environment shows, before the run has a folder.
     *
     * @throws TroupeException CONFIGURATION where it cannot
     */
    public static void check(EffectiveConfiguration configuration) {
        QNetwork.of(configuration.settings().network(), schema(configuration.settings()));
    }

    /** The contract of the run in this folder. */
    static RunContract of(EffectiveConfiguration configuration, RunFolder folder) {
        TroupeSettings settings = configuration.settings();
        return new RunContract(RunIdentity.of(folder.path()), configuration, schema(settings));
    }

    static EnvironmentSchema schema(TroupeSettings settings) {
        return schema(settings.environment());
    }

    /** @throws TroupeException CONFIGURATION where there is no such environment, or it refuses one of its options */
    public static EnvironmentSchema schema(EnvironmentSettings environment) {
        try {
            return Environments.of(environment).schema(environment.options());
        } catch (IllegalArgumentException e) {
            String told = String.valueOf(e.getMessage());
            throw new TroupeException(ErrorCode.CONFIGURATION, told.startsWith("environment.options") ? told
                : "environment.options of " + environment.name() + ": " + told, e);
        }
    }

    /** Where shards of this process keep their files. */
    static Path replayFolder(TroupeSettings settings, RunFolder folder) {
        return settings.replay().directory().isEmpty()
            ? folder.path().resolve("replay") : Path.of(settings.replay().directory());
    }
}
