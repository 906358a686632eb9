package io.troupe.common.config;

import java.util.List;

/** {@code cluster} of the configuration. */
public record ClusterSettings(
    String host,
    int port,
    List<String> seeds,
    String nodeName,
    int joinTimeoutS,
    int failureTimeoutS) {
    public ClusterSettings {
        seeds = List.copyOf(seeds);
    }
}
