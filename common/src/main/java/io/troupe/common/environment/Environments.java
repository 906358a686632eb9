package io.troupe.common.environment;

import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The environments that the class path offers. */
public final class Environments {
    private static final Logger LOG = LoggerFactory.getLogger(Environments.class);

    private Environments() {
    }

    public static List<EnvironmentProvider> all() {
        return ServiceLoader.load(EnvironmentProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(EnvironmentProvider::name))
            .toList();
    }

    /** The families of environments that somebody else names. */
    public static List<EnvironmentFamily> families() {
        return ServiceLoader.load(EnvironmentFamily.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(EnvironmentFamily::name))
            .toList();
    }

    /** A name that somebody has given here, as it is to be told to other processes. Null, and what is no name, stay. */
    public static String settled(String name) {
        int colon = name == null ? -1 : name.indexOf(':');
        return colon < 1 || colon == name.length() - 1 ? name
            : families().stream().filter(family -> family.name().equals(name.substring(0, colon))).findFirst()
                .map(family -> family.name() + ":" + family.settled(name.substring(colon + 1))).orElse(name);
    }

    /** @throws TroupeException CONFIGURATION where no provider has this name */
    public static EnvironmentProvider named(String name) {
        int colon = name.indexOf(':');
        if (colon > 0 && colon < name.length() - 1) {
            String family = name.substring(0, colon);
            List<EnvironmentFamily> families = families();
            return families.stream().filter(one -> one.name().equals(family)).findFirst()
                .orElseThrow(() -> new TroupeException(ErrorCode.CONFIGURATION, "got '" + name
                    + "', but no environments are called '" + family + ":…'; there are: "
                    + String.join(", ", families.stream().map(one -> one.name() + ":…").toList())))
                .named(name.substring(colon + 1));
        }
        List<EnvironmentProvider> all = all();
        return all.stream().filter(provider -> provider.name().equals(name)).findFirst()
            .orElseThrow(() -> new TroupeException(ErrorCode.CONFIGURATION,
                "no environment is called '" + name + "'; there are: "
                    + String.join(", ", all.stream().map(EnvironmentProvider::name).toList())
                    + ". An environment of your own comes from a jar on the class path (docs/environments.md)"));
    }

    /**
     * The environment that these settings name, in the wrappers that its options ask for, showing what the settings ask for
     * beside its own columns: what a run makes its schema and its environments with.
     *
     * @throws TroupeException CONFIGURATION where no provider has this name
     */
    public static EnvironmentProvider of(EnvironmentSettings settings) {
        EnvironmentProvider provider = new WrappersProvider(named(settings.name()));
        return settings.showsPreviousAction() || settings.showsPreviousReward()
            ? new PreviousInputsProvider(provider, settings.showsPreviousAction(), settings.showsPreviousReward())
            : provider;
    }

    /**
     * The settings that learn this environment with these options, as the text of a configuration file.
     *
     * @throws TroupeException          CONFIGURATION where no provider has this name
     * @throws IllegalArgumentException with the option that it refuses, its value and what was expected
     */
    public static String preset(String name, Map<String, String> options) {
        return new WrappersProvider(named(name)).preset(options);
    }

    /** What went wrong in an environment, in words: an error that a person is meant to read says it itself. */
    public static String reason(Exception failure) {
        return failure instanceof TroupeException told ? told.getMessage() : failure.toString();
    }

    /**
     * Closes an environment whose time is over; a failure to do so is only told.
     *
     * @param owner whose it was, for the log
     */
    public static void closeQuietly(Environment environment, String owner) {
        if (environment == null) {
            return;
        }
        try {
            environment.close();
        } catch (Exception e) {
            LOG.warn("The environment of {} could not be closed: {}", owner, e.toString());
        }
    }
}
