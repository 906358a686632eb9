package io.troupe.actor.evaluation;

import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.AttentionWatcher;
import java.util.List;

/** Keeps what a network looked at for the first row, where that is the only one. */
final class LatestAttention implements AttentionWatcher {
    private List<AttentionReading> parts = List.of();

    @Override
    public boolean isWatched(int row) {
        return row == 0;
    }

    @Override
    public void onAttention(int row, List<AttentionReading> newest) {
        parts = newest;
    }

    /** Empty where the network does not attend. */
    List<AttentionReading> parts() {
        return parts;
    }
}
