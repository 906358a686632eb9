package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Cards are shown one by one; then their suits have to be told, the last card's first: Autoencode of POPGym (Morad et
 * al. 2023, arXiv 2303.01859). With d decks of 52 cards, an episode has 104d − 1 steps.
 *
 * <p>Actions: the four suits. Observation: the card's suit, one-hot, and whether the next answer counts. The last card
 * is shown with that bit set; after it no card is shown (POPGym shows the same one all the time). Reward: ±1/(52d) for a
 * right or wrong answer, 0 while cards are shown. The best return is 1; who does not remember gets about −0.5. The
 * episode terminates after the answer for the first card. A step allocates nothing.
 */
final class Autoencode implements Environment {
    static final int SUITS = 4;

    private static final String SUIT_NAMES = "SHDC";

    private final Deck deck;
    private final RandomGenerator random;
    /** Cards that have been told. */
    private int told;
    private boolean isOver = true;

    Autoencode(int decks, RandomGenerator random) {
        deck = new Deck(decks, SUITS);
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        deck.shuffle(random);
        told = 0;
        isOver = false;
        write(observation, deck.deal());
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= SUITS) {
            throw new IllegalArgumentException("Autoencode got action " + action + "; expected a suit, 0 … 3");
        }
        if (isOver) {
            throw new IllegalStateException("Autoencode was stepped without a reset after its episode's end");
        }
        if (!deck.isDealt()) {
            write(outcome.observation(), deck.deal());
            return;
        }
        told++;
        isOver = told == deck.size();
        float share = 1f / deck.size();
        write(outcome.observation(), -1);
        outcome.reward(action == deck.at(deck.size() - told) ? share : -share).terminated(isOver);
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        int asked = deck.isDealt() ? deck.size() - 1 - told : -1;
        for (int card = 0; card < deck.dealt(); card++) {
            char suit = SUIT_NAMES.charAt(deck.at(card));
            text.append(card > 0 && card % 26 == 0 ? "\n" : "").append(card == asked ? "(" + suit + ")" : " " + suit + " ");
        }
        return text.append("\ncard ").append(deck.dealt()).append(" of ").append(deck.size()).append("   ")
            .append(told).append(" told").toString();
    }

    private void write(Observation observation, int suit) {
        deck.write(observation, 0, suit);
        observation.putBit(0, SUITS, deck.isDealt());
    }
}
