package io.troupe.common.environment;

/**
 * An {@link Environment} that knows which of its actions can do something in the present state. The wrapper {@code
 * action-mask} shows it to the policy, which then takes no other.
 */
public interface LegalActions {
    /** Whether the action (0 … actionCount − 1) is legal now; one at least is until the episode terminates. */
    boolean isLegal(int action);
}
