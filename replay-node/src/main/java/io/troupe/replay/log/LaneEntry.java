package io.troupe.replay.log;

/**
 * How far a lane was stored when none of its segments could tell any more.
 *
 * @param nextRecord   every record of the lane below this number is or was stored here
 * @param storedSteps  env steps of the lane ever stored here
 * @param sequence     a live segment of the lane with this sequence or a higher one knows better
 * @param episodeFirst where the episode had begun that ran at {@code nextRecord}
 * @param episodeState how that episode stood: the shard's word
 */
public record LaneEntry(long laneId, int epoch, long nextRecord, long storedSteps, long sequence, long episodeFirst,
                        int episodeState) {
}
