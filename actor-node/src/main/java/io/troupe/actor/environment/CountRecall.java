package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Cards are dealt one by one, and each time one has to say how many there have been of some kind: CountRecall of POPGym
 * (Morad et al. 2023, arXiv 2303.01859). With d decks of 52 cards of K kinds, an episode has 52d − 1 steps.
 *
 * <p>Actions: the counts 0 … 52d/K − 1. Observation: the present card's kind and the kind that is asked for, both
 * one-hot; the second comes from decks of its own. Reward: ±1/(52d − 1) for a right or wrong count, the present card
 * counted. As in POPGym, the count of a kind that has been dealt completely, 52d/K, cannot be named, so that the best
 * return is somewhat below 1. The episode terminates with the last card, which asks for no answer. A step allocates
 * nothing.
 */
final class CountRecall implements Environment {
    private final Deck dealt;
    private final Deck queries;
    private final int[] counts;
    private final RandomGenerator random;
    private int card;
    private int asked;
    private boolean isOver = true;

    CountRecall(int decks, int kinds, RandomGenerator random) {
        dealt = new Deck(decks, kinds);
        queries = new Deck(decks, kinds);
        counts = new int[kinds];
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        dealt.shuffle(random);
        queries.shuffle(random);
        Arrays.fill(counts, 0);
        isOver = false;
        deal(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        int actions = dealt.size() / counts.length;
        if (action < 0 || action >= actions) {
            throw new IllegalArgumentException(
                "CountRecall got action " + action + "; expected a count, 0 … " + (actions - 1));
        }
        if (isOver) {
            throw new IllegalStateException("CountRecall was stepped without a reset after its episode's end");
        }
        float share = 1f / (dealt.size() - 1);
        outcome.reward(action == counts[asked] ? share : -share);
        deal(outcome.observation());
        isOver = dealt.isDealt();
        outcome.terminated(isOver);
    }

    @Override
    public String render() {
        return "dealt kind " + card + "   how many of kind " + asked + "? (" + counts[asked] + ")   card "
            + dealt.dealt() + " of " + dealt.size();
    }

    private void deal(Observation observation) {
        card = dealt.deal();
        asked = queries.deal();
        counts[card]++;
        dealt.write(observation, 0, card);
        queries.write(observation, counts.length, asked);
    }
}
