package io.troupe.policy.serving;

import io.troupe.policy.PolicySession;

/**
 * One observation to act on, as {@code PolicyBatch.add} takes it.
 *
 * @param session        null for a network without a memory
 * @param isEpisodeStart whether what the session remembers is forgotten first
 * @param mask           null for all actions
 */
public record ActRow(PolicySession session, boolean isEpisodeStart, float[] observation, boolean[] mask,
                     double epsilon) {
}
