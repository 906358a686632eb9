package io.troupe.policy.serving;

import io.troupe.policy.PolicySession;

/**
 * One observation to act on, as {@code PolicyBatch.add} takes it.
 *
 * @param session        null for a network without a memory
 * @param isEpisodeStart whether what the session remembers is forgotten first
 * @param mask           null for all actions, where the schema has no action mask
 */
public record ActRow(PolicySession session, boolean isEpisodeStart, float[] observation, boolean[] mask,
                     double epsilon) {
}
