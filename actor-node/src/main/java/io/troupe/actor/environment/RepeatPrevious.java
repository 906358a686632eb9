package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Cards are dealt one by one, and each time one has to say which suit the card had that was dealt k − 1 cards before
 * the present one: RepeatPrevious of POPGym (Morad et al. 2023, arXiv 2303.01859), where k = 1 is the present card.
 * With d decks of 52 shuffled cards, an episode has 52d − 1 steps.
 *
 * <p>Actions: the four suits. Observation: the present card's suit, one-hot. Reward: ±1/(52d − k) for a right or wrong
 * answer, from the k-th step on, when there are k cards to look back on; 0 before. The best return is 1; who does not
 * remember gets about −0.5.
 *
 * <p>The episode terminates when the last card is dealt, which asks for no answer. (POPGym calls that a truncation;
 * there is no card that could follow.) A step allocates nothing.
 */
final class RepeatPrevious implements Environment {
    static final int SUITS = 4;

    private static final int DECK_CARDS = 52;
    private static final String SUIT_NAMES = "SHDC";
    private static final int DRAWN_CARDS = 24;

    private final int k;
    /** The suits of all cards, in the order in which they are dealt. */
    private final byte[] suits;
    private final RandomGenerator random;
    private int dealt;

    /**
     * @param decks d, at least 1
     * @param k     how far to look back, 1 … 52d − 1
     */
    RepeatPrevious(int decks, int k, RandomGenerator random) {
        this.k = k;
        this.random = random;
        suits = new byte[decks * DECK_CARDS];
        dealt = suits.length;
    }

    @Override
    public void reset(Observation observation) {
        // From the same order each time, so that the generator's state alone tells the episode.
        for (int card = 0; card < suits.length; card++) {
            suits[card] = (byte) (card % SUITS);
        }
        for (int last = suits.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            byte suit = suits[last];
            suits[last] = suits[other];
            suits[other] = suit;
        }
        dealt = 1;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= SUITS) {
            throw new IllegalArgumentException("RepeatPrevious got action " + action + "; expected a suit, 0 … 3");
        }
        if (dealt == suits.length) {
            throw new IllegalStateException("RepeatPrevious was stepped without a reset after its episode's end");
        }
        if (dealt >= k) {
            float share = 1f / (suits.length - k);
            outcome.reward(suits[dealt - k] == action ? share : -share);
        }
        dealt++;
        write(outcome.observation());
        outcome.terminated(dealt == suits.length);
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        int asked = dealt - k;
        int from = Math.max(0, dealt - Math.max(DRAWN_CARDS, k));
        for (int card = from; card < dealt; card++) {
            char suit = SUIT_NAMES.charAt(suits[card]);
            text.append(card == asked ? "(" + suit + ")" : " " + suit + " ");
        }
        return text.append("\ncard ").append(dealt).append(" of ").append(suits.length)
            .append(asked < 0 ? "   nothing asked yet" : "   asked for the card in brackets").toString();
    }

    private void write(Observation observation) {
        for (int suit = 0; suit < SUITS; suit++) {
            observation.putBit(0, suit, suits[dealt - 1] == suit);
        }
    }
}
