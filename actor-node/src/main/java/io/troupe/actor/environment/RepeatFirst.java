package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Cards are dealt one by one, and each time one has to say which suit the first one had: RepeatFirst of POPGym (Morad et
 * al. 2023, arXiv 2303.01859). With d decks of 52 cards, an episode has 52d − 1 steps.
 *
 * <p>Actions: the four suits. Observation: the present card's suit, one-hot. Reward: ±1/(52d − 1) for a right or wrong
 * answer. The best return is 1; who does not remember gets about −0.5. The episode terminates when the last card is
 * dealt, which asks for no answer (POPGym calls that a truncation; no card could follow). A step allocates nothing.
 */
final class RepeatFirst implements Environment {
    static final int SUITS = 4;

    private static final String SUIT_NAMES = "SHDC";

    private final Deck deck;
    private final RandomGenerator random;
    private int card;
    private boolean isOver = true;

    RepeatFirst(int decks, RandomGenerator random) {
        deck = new Deck(decks, SUITS);
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        deck.shuffle(random);
        isOver = false;
        card = deck.deal();
        deck.write(observation, 0, card);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= SUITS) {
            throw new IllegalArgumentException("RepeatFirst got action " + action + "; expected a suit, 0 … 3");
        }
        if (isOver) {
            throw new IllegalStateException("RepeatFirst was stepped without a reset after its episode's end");
        }
        float share = 1f / (deck.size() - 1);
        card = deck.deal();
        isOver = deck.isDealt();
        deck.write(outcome.observation(), 0, card);
        outcome.reward(action == deck.at(0) ? share : -share).terminated(isOver);
    }

    @Override
    public String render() {
        return "now " + SUIT_NAMES.charAt(card) + "   first (" + SUIT_NAMES.charAt(deck.at(0)) + ")   card "
            + deck.dealt() + " of " + deck.size();
    }
}
