package io.troupe.integration;

import io.troupe.common.config.ClusterSettings;
import java.util.List;

/** Cluster settings of tests: loopback, any free port. */
final class Clusters {
    private static final int JOIN_TIMEOUT_S = 60;
    private static final int FAILURE_TIMEOUT_S = 30;

    private Clusters() {
    }

    static ClusterSettings settings(String name, List<String> seeds) {
        return new ClusterSettings("127.0.0.1", 0, seeds, name, JOIN_TIMEOUT_S, FAILURE_TIMEOUT_S);
    }
}
