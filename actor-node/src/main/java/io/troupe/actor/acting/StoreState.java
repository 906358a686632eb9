package io.troupe.actor.acting;

/** What the actor knows of one shard, named by the store of its files. */
final class StoreState {
    private final long storeId;
    private boolean isReachable;
    private boolean isLimited;

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

    void reachable(boolean value) {
        isReachable = value;
        if (!value) {
            isLimited = false;
        }
    }

    void limited(boolean value) {
        isLimited = value;
    }
}
