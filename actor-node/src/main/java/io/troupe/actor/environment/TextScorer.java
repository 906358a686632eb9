package io.troupe.actor.environment;

/** What a text is worth that {@link TextGeneration} writes character by character. All of it is at most 1. */
interface TextScorer {
    /** The characters that can be written, each once. */
    String alphabet();

    /** Characters of a whole text. */
    int length();

    /** Nothing has been written yet. */
    void reset();

    /**
     * What the next character is worth.
     *
     * @param position how many were written before it
     * @param previous the one before it, as an index of the alphabet; −1: none
     * @param next     itself
     */
    double score(int position, int previous, int next);

    /** What is paid for the whole text once it is written. */
    double scoreWhole();
}
