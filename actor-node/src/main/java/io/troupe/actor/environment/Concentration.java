package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.LegalActions;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * All cards lie face down; two are turned up one after the other, and stay so if they are of one kind: Concentration of
 * POPGym (Morad et al. 2023, arXiv 2303.01859), with N = 52d cards.
 *
 * <p>Actions: the N places. Observation: for each place 0 (face down) or the kind that lies there, from 1 on, while it
 * is turned up. Reward: 2/N for the second card of a pair; −2/L for one that makes no pair, after which both are turned
 * down, which the next observation but not this one shows; 0 for a first card. A place that is chosen twice, or where a
 * pair has been found, makes none. The episode terminates with the last pair, and is truncated after L = ⌈2N − N/(2N −
 * 1)⌉ steps. The best return is below 1, as luck has it. A step allocates nothing.
 */
final class Concentration implements Environment, LegalActions {
    private static final int DRAWN_COLUMNS = 26;

    private final Deck deck;
    private final boolean[] isFound;
    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    /** The places that are turned up beside the pairs; −1: none. */
    private int first;
    private int second;
    private int found;
    private int steps;
    private boolean isOver = true;

    Concentration(int decks, int kinds, RandomGenerator random) {
        deck = new Deck(decks, kinds);
        isFound = new boolean[deck.size()];
        maxEpisodeSteps = maxEpisodeSteps(deck.size());
        this.random = random;
    }

    /** L for N cards, what a perfect player needs at most. */
    static int maxEpisodeSteps(int cards) {
        return (int) Math.ceil(2.0 * cards - cards / (2.0 * cards - 1));
    }

    @Override
    public void reset(Observation observation) {
        deck.shuffle(random);
        Arrays.fill(isFound, false);
        first = -1;
        second = -1;
        found = 0;
        steps = 0;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= isFound.length) {
            throw new IllegalArgumentException(
                "Concentration got action " + action + "; expected a place, 0 … " + (isFound.length - 1));
        }
        if (isOver) {
            throw new IllegalStateException("Concentration was stepped without a reset after its episode's end");
        }
        if (first < 0 || second >= 0) {
            first = action;
            second = -1;
        } else {
            second = action;
            outcome.reward(isPair() ? 2f / isFound.length : -2f / maxEpisodeSteps);
        }
        if (second >= 0 && isPair()) {
            isFound[first] = true;
            isFound[second] = true;
            found += 2;
        }
        steps++;
        boolean isTerminated = found == isFound.length;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        write(outcome.observation());
        outcome.terminated(isTerminated).truncated(isTruncated);
    }

    /** Whether a card lies there that can be turned up: of a pair that is none, both are turned down first. */
    @Override
    public boolean isLegal(int action) {
        return !isFound[action] && (second >= 0 || action != first);
    }

    private boolean isPair() {
        return first != second && !isFound[first] && !isFound[second] && deck.at(first) == deck.at(second);
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        for (int place = 0; place < isFound.length; place++) {
            text.append(shown(place) == 0 ? " ." : String.format("%2d", shown(place)))
                .append(place % DRAWN_COLUMNS == DRAWN_COLUMNS - 1 ? "\n" : " ");
        }
        return text.append("step ").append(steps).append(" of ").append(maxEpisodeSteps).append("   ")
            .append(found / 2).append(" pairs found").toString();
    }

    private int shown(int place) {
        return isFound[place] || place == first || place == second ? 1 + deck.at(place) : 0;
    }

    private void write(Observation observation) {
        for (int place = 0; place < isFound.length; place++) {
            observation.putByte(0, place, shown(place));
        }
    }
}
