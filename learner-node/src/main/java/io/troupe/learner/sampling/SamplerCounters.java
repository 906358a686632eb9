package io.troupe.learner.sampling;

/** The {@link SamplerCounts} as they grow. Used by the sampler's thread. */
final class SamplerCounters {
    long lateRows;
    long redrawnRows;
    long droppedUpdates;
    long unknownMessages;
    long malformedPieces;

    SamplerCounts counts() {
        return new SamplerCounts(lateRows, redrawnRows, droppedUpdates, unknownMessages, malformedPieces);
    }
}
