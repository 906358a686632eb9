package io.troupe.actor.acting;

/** What the actor knows of one shard, named by the store of its files. */
final class StoreState {
    private final long storeId;
    private boolean isReachable;
    private boolean isHeard;
    private boolean isLimited;
    private boolean isDraining;
    private boolean isSilent;

    StoreState(long storeId) {
        this.storeId = storeId;
    }

    long storeId() {
        return storeId;
    }

    boolean isReachable() {
        return isReachable;
    }

    /**
     * Whether lanes may be brought here: it can be reached, has said so itself, and is neither silent nor about to
     * leave.
     */
    boolean isUsable() {
        return isReachable && isHeard && !isDraining && !isSilent;
    }

    /** Whether its last word was that its rate limiter is closed: then it owes no acknowledgements. */
    boolean isLimited() {
        return isLimited;
    }

    /** Whether its last word was that it is about to leave: its lanes go elsewhere. */
    boolean isDraining() {
        return isDraining;
    }

    void reachable(boolean value) {
        isReachable = value;
        isHeard &= value;
        isLimited &= value;
        isDraining &= value;
        isSilent &= value;
    }

    void heard(boolean hasClosedLimiter, boolean isLeaving) {
        isHeard = true;
        isLimited = hasClosedLimiter;
        isDraining = isLeaving;
        isSilent = false;
    }

    /**
     * A lane has left it because it acknowledged nothing, though it looked reachable; until it acknowledges something or
     * is connected anew, no lane goes there that can go elsewhere.
     */
    void silent() {
        isSilent = true;
    }
}
