package io.troupe.common.config;

/**
 * The effective configuration of a run or of one of its nodes, as read from {@code troupe-reference.conf} and what lies
 * over it.
 */
public record TroupeSettings(
    RunSettings run,
    EnvironmentSettings environment,
    NetworkSettings network,
    LearningSettings learning,
    ReplaySettings replay,
    ActorSettings actors,
    EvaluationSettings evaluation,
    TransportSettings transport,
    ClusterSettings cluster,
    HttpSettings http,
    MetricsSettings metrics,
    Threading threading,
    boolean isInsecure) {
    /** Who runs the long-running duties of a process. */
    public enum Threading { DEDICATED, SHARED }
}
