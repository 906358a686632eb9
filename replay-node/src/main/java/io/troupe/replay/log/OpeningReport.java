package io.troupe.replay.log;

/**
 * What was lost of a store when it was opened, apart from the records that {@link StepLog#verify} finds.
 *
 * @param tornSegments     segments whose headers were damaged: they are dropped
 * @param tornStates       recurrent states that were damaged: they are dropped
 * @param hasDroppedStates whether all recurrent states were dropped, because they were of another network, or their
 *     files had too little room for this window
 */
public record OpeningReport(long tornSegments, long tornStates, boolean hasDroppedStates) {
}
