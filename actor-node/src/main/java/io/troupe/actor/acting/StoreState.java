package io.troupe.actor.acting;

/** What the actor knows of one shard, named by the store of its files. */
final class StoreState {
    private final long storeId;
    private boolean isReachable;
    private boolean isLimited;
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

    /** Whether its last word was that its rate limiter is closed: then it owes no acknowledgements. */
    boolean isLimited() {
        return isLimited;
    }

    /**
     * Whether a lane has left it because it acknowledged nothing, though it looked reachable; until it acknowledges
     * something or is connected anew, no lane goes there that can go elsewhere.
     */
    boolean isSilent() {
        return isSilent;
    }

    void reachable(boolean value) {
        isReachable = value;
        isLimited &= value;
        isSilent &= value;
    }

    void limited(boolean value) {
        isLimited = value;
    }

    void silent(boolean value) {
        isSilent = value;
    }
}
