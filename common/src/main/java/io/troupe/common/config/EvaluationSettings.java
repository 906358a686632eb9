package io.troupe.common.config;

/**
 * {@code evaluation} of the configuration.
 *
 * @param attentionEpisodes of how many episodes of each evaluation it is recorded what the network looked at
 * @param attentionBytes    of {@code attention.jsonl}, at which another file is begun
 */
public record EvaluationSettings(
    int episodes,
    double intervalS,
    double epsilon,
    int attentionEpisodes,
    long attentionBytes) {
}
