package io.troupe.actor.environment;

import io.troupe.common.environment.Observation;
import java.util.random.RandomGenerator;

/** Shuffled cards that are dealt one by one, each of one of some kinds, of which there are equally many. */
final class Deck {
    static final int CARDS = 52;

    private final byte[] kinds;
    private final int kindCount;
    private int dealt;

    /**
     * @param decks     packs of 52 cards, shuffled together; at least 1
     * @param kindCount 2 colours, 4 suits or 13 ranks
     */
    Deck(int decks, int kindCount) {
        kinds = new byte[decks * CARDS];
        this.kindCount = kindCount;
        dealt = kinds.length;
    }

    /** From the same order each time, so that the generator's state alone tells the episode. */
    void shuffle(RandomGenerator random) {
        for (int card = 0; card < kinds.length; card++) {
            kinds[card] = (byte) (card % kindCount);
        }
        for (int last = kinds.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            byte kind = kinds[last];
            kinds[last] = kinds[other];
            kinds[other] = kind;
        }
        dealt = 0;
    }

    /** The kind of the next card. */
    int deal() {
        return kinds[dealt++];
    }

    /** The kind of a card that has been dealt, or will be: 0 is the first. */
    int at(int card) {
        return kinds[card];
    }

    int size() {
        return kinds.length;
    }

    int dealt() {
        return dealt;
    }

    /** Whether no card is left. */
    boolean isDealt() {
        return dealt == kinds.length;
    }

    /** Writes a kind one-hot into bits of column 0, from this one on; a negative kind leaves all of them clear. */
    void write(Observation observation, int firstBit, int kind) {
        for (int each = 0; each < kindCount; each++) {
            observation.putBit(0, firstBit + each, each == kind);
        }
    }
}
