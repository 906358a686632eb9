package io.troupe.common.weights;

/** Port: hears of new weights, on a thread of whoever receives them; returns at once. */
public interface WeightsListener {
    /** These have come, whole and checked. */
    void onWeights(WeightsSnapshot weights);

    /**
     * These are published, and asked for.
     *
     * @param newest null: what was announced will not come; its publisher is gone, or what it sent was spoilt
     */
    default void onAnnounced(WeightsVersion newest) {
    }
}
