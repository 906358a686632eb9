package io.troupe.learner.status;

import io.troupe.common.attention.AttentionRecord;

/**
 * What the network looked at in an evaluation's first episodes.
 *
 * @param evaluation counts the evaluations since the learner was started, from 1
 */
public record EvaluatedAttention(long evaluation, long weightsVersion, long learnerStep, AttentionRecord attention) {
}
