package io.troupe.common.config;

import java.util.List;

/** {@code cluster} of the configuration. */
public record ClusterSettings(
    String host,
    int port,
    List<String> seeds,
    String nodeName,
    int joinTimeoutS,
    int failureTimeoutS,
    Bootstrap bootstrap,
    Kubernetes kubernetes,
    Tls tls) {
    /** How a node finds the cluster. */
    public enum Bootstrap { SEEDS, KUBERNETES }

    /** {@code cluster.kubernetes}: which pods found a cluster, and where they answer. */
    public record Kubernetes(
        String namespace,
        String selector,
        int requiredNodes,
        int managementPort) {
        /** The defaults. */
        public static Kubernetes defaults() {
            return new Kubernetes("", "app.kubernetes.io/name=troupe,troupe.io/founds-cluster=true", 2, 8558);
        }
    }

    /** {@code cluster.tls}: mutual TLS between the nodes, by PEM files. */
    public record Tls(
        boolean isEnabled,
        String certificateFile,
        String keyFile,
        String caFile) {
        /** None. */
        public static Tls off() {
            return new Tls(false, "", "", "");
        }
    }

    public ClusterSettings {
        seeds = List.copyOf(seeds);
    }

    /**
     * How long, in seconds, it must have stayed the same which nodes are not heard of before they are given up. The longer
     * a node may be silent, the longer apart others are in noticing it.
     */
    public int decisionTimeS() {
        return Math.max(7, failureTimeoutS * 7 / 10);
    }
}
