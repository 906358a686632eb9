package io.troupe.replay.shard;

import io.troupe.common.schema.WindowSpec;

/**
 * Where windows may start: at every {@code period}-th record of an episode from its first, as far as the records that
 * they look back to are held. It keeps a lane's {@link Lane#firstStart} and {@link Lane#nextStart}.
 */
final class WindowGrid {
    final int lookBack;
    final int length;
    final int horizon;
    final int period;

    WindowGrid(WindowSpec window) {
        lookBack = window.lookBack();
        length = window.length();
        horizon = window.horizon();
        period = window.period();
    }

    /** An episode begins with {@code record}. */
    void begin(Lane lane, long record) {
        lane.firstStart = record;
        lane.nextStart = record;
    }

    /** The lane goes on at {@code record}, and what came before cannot be seen from there. */
    void restart(Lane lane, long record) {
        lane.episode.reset(record);
        lane.firstStart = record + lookBack;
        lane.nextStart = onGrid(lane, lane.firstStart);
    }

    /** As {@link #restart}, where it is known how the lane's episode stood before {@code record}. */
    void resume(Lane lane, long record, long episodeFirst, int episodeState) {
        lane.episode.set(episodeFirst, episodeState);
        lane.firstStart = record + lookBack;
        lane.nextStart = onGrid(lane, lane.firstStart);
    }

    /** Corrects what a hole has hidden: the running episode is known to have begun at {@code episodeFirst}. */
    void correct(Lane lane, long episodeFirst, int episodeState) {
        boolean isOther = lane.episode.first() != episodeFirst;
        lane.episode.set(episodeFirst, episodeState);
        if (isOther) {
            lane.nextStart = onGrid(lane, Math.max(lane.nextStart, lane.firstStart));
        }
    }

    /** Records of the running episode below {@code record} are gone. */
    void forget(Lane lane, long record) {
        if (lane.episode.first() < record) {
            lane.firstStart = Math.max(lane.firstStart, record + lookBack);
            if (lane.nextStart < lane.firstStart) {
                lane.nextStart = onGrid(lane, lane.firstStart);
            }
        }
    }

    /** Whether every {@code period}-th start comes upon this record of the running episode. */
    boolean isOnGrid(Lane lane, long record) {
        return period == 1 || (record - lane.episode.first()) % period == 0;
    }

    /** The lowest start on the grid that is not below {@code record}. */
    private long onGrid(Lane lane, long record) {
        long fromFirst = record - lane.episode.first();
        return record + (period - 1 - (fromFirst + period - 1) % period);
    }
}
