package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Five pairs of cards lie face down; at each step one of those that are left is turned up, at random, and one has to
 * say where its partner lies. Memory Cards of DTQN (Esslinger, Platt and Amato 2022, arXiv 2206.01078, and its code).
 *
 * <p>Actions: the ten places. Observation: for each place 0 (face down), 1 … 5 (the kind of the card that is turned
 * up), or 6 (removed). Naming the partner removes both and costs nothing; any other place, that of the card itself or
 * an empty one, costs 1 and turns the card down again. What lies at a wrong place is not shown. The episode terminates
 * when no card is left, and is truncated after {@code maxEpisodeSteps}. Who remembers the cards that were turned up,
 * and the guesses that failed, gets about −5.3; who guesses among those that are left, −19.8. A step allocates nothing.
 */
final class MemoryCards implements Environment {
    static final int PAIRS = 5;
    static final int PLACES = 2 * PAIRS;
    static final int HIDDEN = 0;
    static final int REMOVED = PAIRS + 1;

    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    /** The kind at each place, 1 … 5, also where it has been removed. */
    private final byte[] kinds = new byte[PLACES];
    private final boolean[] isRemoved = new boolean[PLACES];
    private int left;
    private int shown;
    private int steps;
    private boolean isOver = true;

    MemoryCards(int maxEpisodeSteps, RandomGenerator random) {
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
    }

    @Override
    public void reset(Observation observation) {
        for (int place = 0; place < PLACES; place++) {
            kinds[place] = (byte) (1 + place / 2);
        }
        for (int last = PLACES - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            byte kind = kinds[last];
            kinds[last] = kinds[other];
            kinds[other] = kind;
        }
        Arrays.fill(isRemoved, false);
        left = PLACES;
        steps = 0;
        isOver = false;
        turnOneUp();
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= PLACES) {
            throw new IllegalArgumentException("MemoryCards got action " + action + "; expected a place, 0 … 9");
        }
        if (isOver) {
            throw new IllegalStateException("MemoryCards was stepped without a reset after its episode's end");
        }
        boolean isPair = action != shown && kinds[action] == kinds[shown];
        if (isPair) {
            isRemoved[action] = true;
            isRemoved[shown] = true;
            left -= 2;
        }
        steps++;
        boolean isTerminated = left == 0;
        boolean isTruncated = !isTerminated && steps >= maxEpisodeSteps;
        isOver = isTerminated || isTruncated;
        if (!isTerminated) {
            turnOneUp();
        }
        write(outcome.observation());
        outcome.reward(isPair ? 0 : -1).terminated(isTerminated).truncated(isTruncated);
    }

    @Override
    public String render() {
        StringBuilder cards = new StringBuilder();
        StringBuilder places = new StringBuilder();
        for (int place = 0; place < PLACES; place++) {
            cards.append(isRemoved[place] ? "    " : place == shown ? "[" + kinds[place] + "] " : "[ ] ");
            places.append(' ').append(place).append("  ");
        }
        return cards + "\n" + places + "\nstep " + steps + "   " + left + " cards left";
    }

    private void turnOneUp() {
        int number = random.nextInt(left);
        shown = -1;
        for (int skipped = -1; skipped < number;) {
            shown++;
            skipped += isRemoved[shown] ? 0 : 1;
        }
    }

    private void write(Observation observation) {
        for (int place = 0; place < PLACES; place++) {
            observation.putByte(0, place, isRemoved[place] ? REMOVED : place == shown ? kinds[place] : HIDDEN);
        }
    }
}
