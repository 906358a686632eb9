package io.troupe.launcher.command;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that reads a configuration. */
final class ConfigurationOptions {
    @Option(names = "--config", paramLabel = "FILE",
        description = "A file with settings; those of a later file win. A run's config.conf is one.")
    private List<Path> files = List.of();

    @Option(names = "--set", paramLabel = "path=value",
        description = "One setting, as in --set learning.batch-size=128. Wins over files.")
    private List<String> assignments = List.of();

    @Option(names = "--env-set", paramLabel = "option=value",
        description = "One of the environment's own options, as in --env-set T=250: --set environment.options.T=250.")
    private List<String> environmentOptions = List.of();

    boolean hasFiles() {
        return !files.isEmpty();
    }

    /** The files and assignments, over the presets of the environments on the class path. */
    SettingsLoader loader() {
        return over(new SettingsLoader(Environments::preset));
    }

    /** For a node that is told its environment by the learner, and may not have it on its own class path. */
    SettingsLoader nodeLoader() {
        return over(new SettingsLoader(name -> ""));
    }

    private SettingsLoader over(SettingsLoader loader) {
        files.forEach(loader::file);
        assignments.forEach(loader::set);
        for (String option : environmentOptions) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new TroupeException(ErrorCode.CONFIGURATION,
                    "--env-set got '" + option + "', expected option=value, as in T=250");
            }
            loader.option("--env-set", "environment.options." + option.substring(0, equals).trim(),
                option.substring(equals + 1));
        }
        return loader;
    }
}
