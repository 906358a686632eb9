package io.troupe.common.config;

import java.util.Map;

/** Where the layer of settings that learn an environment comes from. */
@FunctionalInterface
public interface EnvironmentPresets {
    /** Section of a preset, beside {@code troupe}: by the name of {@code --network}, what that network wants otherwise. */
    String NETWORKS = "networks";

    /**
     * @param options {@code environment.options} as text
     * @return the text of a configuration file
     * @throws io.troupe.common.error.TroupeException where there is no such environment
     * @throws IllegalArgumentException               where it refuses one of its options
     */
    String of(String name, Map<String, String> options);
}
