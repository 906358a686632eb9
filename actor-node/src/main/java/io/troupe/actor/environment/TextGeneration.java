package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Write a text of L characters, one at each step; a {@link TextScorer} says what it is worth, in between and at the end.
 * The task is the project's own.
 *
 * <p>Actions: the characters of the scorer's alphabet. Observation: column {@code tokens}, uint8[c], the last c characters,
 * the newest last, as 1 + the index in the alphabet, 0 where there was none; column {@code position}, float32[1], the share
 * of the text that is written. An episode begins with a character by chance or with none, as configured; one that is given
 * counts as before the text. Reward: what the scorer pays. The best return is at most 1. The episode terminates when L
 * characters are written. A step allocates nothing.
 */
final class TextGeneration implements Environment {
    private final TextScorer scorer;
    private final int context;
    private final boolean isPrompted;
    private final RandomGenerator random;
    private final int actions;
    /** The prompt, −1 where there is none, then all that is written, as indices of the alphabet. */
    private final int[] written;
    private int count;

    /**
     * @param context    c, characters that are shown
     * @param isPrompted whether an episode begins with a character by chance
     */
    TextGeneration(TextScorer scorer, int context, boolean isPrompted, RandomGenerator random) {
        this.scorer = scorer;
        this.context = context;
        this.isPrompted = isPrompted;
        this.random = random;
        actions = scorer.alphabet().length();
        written = new int[scorer.length() + 1];
        count = scorer.length();
    }

    @Override
    public void reset(Observation observation) {
        scorer.reset();
        written[0] = isPrompted ? random.nextInt(actions) : -1;
        count = 0;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= actions) {
            throw new IllegalArgumentException(
                "text-generation got action " + action + "; expected a character, 0 … " + (actions - 1));
        }
        if (count == scorer.length()) {
            throw new IllegalStateException("text-generation was stepped without a reset after its episode's end");
        }
        double paid = scorer.score(count, written[count], action);
        written[++count] = action;
        boolean isWhole = count == scorer.length();
        write(outcome.observation());
        outcome.reward((float) (paid + (isWhole ? scorer.scoreWhole() : 0))).terminated(isWhole);
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder(isPrompted ? "(" + scorer.alphabet().charAt(written[0]) + ")" : "");
        for (int at = 1; at <= count; at++) {
            text.append(scorer.alphabet().charAt(written[at]));
        }
        return text.append("_\ncharacter ").append(count).append(" of ").append(scorer.length()).toString();
    }

    private void write(Observation observation) {
        for (int at = 0; at < context; at++) {
            int from = count - context + 1 + at;
            observation.putByte(0, at, from < 0 ? 0 : 1 + written[from]);
        }
        observation.putFloat(1, 0, (float) count / scorer.length());
    }
}
