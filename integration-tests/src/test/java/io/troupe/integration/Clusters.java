package io.troupe.integration;

import io.troupe.common.config.ClusterSettings;
import io.troupe.common.config.SettingsLoader;
import java.util.List;
import java.util.stream.Collectors;

/** Cluster settings of tests: loopback, any free port. */
final class Clusters {
    private static final int JOIN_TIMEOUT_S = 60;
    private static final int FAILURE_TIMEOUT_S = 30;

    private Clusters() {
    }

    static ClusterSettings settings(String name, List<String> seeds) {
        return new SettingsLoader(variable -> "")
            .set("cluster.host=127.0.0.1")
            .set("cluster.port=0")
            .set("cluster.seeds=" + seeds.stream().map(seed -> '"' + seed + '"').collect(Collectors.joining(",", "[", "]")))
            .set("cluster.node-name=" + name)
            .set("cluster.join-timeout-s=" + JOIN_TIMEOUT_S)
            .set("cluster.failure-timeout-s=" + FAILURE_TIMEOUT_S)
            .load().settings().cluster();
    }
}
