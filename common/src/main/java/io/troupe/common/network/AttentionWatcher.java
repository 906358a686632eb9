package io.troupe.common.network;

import java.util.List;

/**
 * Is told, while a {@link QFunction} evaluates, what its network looks at: of the rows that are watched, and no
 * others.
 */
public interface AttentionWatcher {
    boolean isWatched(int row);

    /**
     * What was looked at to value the row's newest observation, by the parts that attend, from the encoder to the
     * head. Not called where no part attends.
     */
    void onAttention(int row, List<AttentionReading> parts);
}
