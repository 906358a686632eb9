package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Only the first action matters, whether to take the umbrella, and only the last step tells whether it was right: the
 * umbrella chain of bsuite (Osband et al. 2020, arXiv 1908.03568), a test of credit assignment rather than memory.
 *
 * <p>Actions: 0 leave it, 1 take it. Observation: whether it will be needed, whether one has it (a coin before the first
 * action), the time that is left as 1 − t/length, and distractors, each 0 or 1 by a coin at every step. Reward: for the
 * last step 1 or −1; for every other one 1 or −1 by a coin. The best return is 1 on average. The episode terminates after
 * length steps. A step allocates nothing.
 */
final class Umbrella implements Environment {
    private final int length;
    private final int distractors;
    private final RandomGenerator random;
    private boolean isNeeded;
    private boolean isThere;
    private int steps;

    /** @param length steps of an episode, at least 1 */
    Umbrella(int length, int distractors, RandomGenerator random) {
        this.length = length;
        this.distractors = distractors;
        this.random = random;
        steps = length;
    }

    @Override
    public void reset(Observation observation) {
        isNeeded = random.nextBoolean();
        isThere = random.nextBoolean();
        steps = 0;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 1) {
            throw new IllegalArgumentException("umbrella got action " + action + "; expected 0 (leave it) or 1 (take it)");
        }
        if (steps == length) {
            throw new IllegalStateException("umbrella was stepped without a reset after its episode's end");
        }
        isThere = steps == 0 ? action == 1 : isThere;
        steps++;
        boolean isLast = steps == length;
        boolean isPaid = isLast ? isThere == isNeeded : random.nextBoolean();
        write(outcome.observation());
        outcome.reward(isPaid ? 1 : -1).terminated(isLast);
    }

    @Override
    public String render() {
        return (isNeeded ? "rain" : "sun") + (isThere ? ", an umbrella" : ", no umbrella") + "\nstep " + steps + " of "
            + length;
    }

    private void write(Observation observation) {
        observation.putFloat(0, 0, isNeeded ? 1 : 0);
        observation.putFloat(0, 1, isThere ? 1 : 0);
        observation.putFloat(0, 2, 1 - (float) steps / length);
        for (int each = 0; each < distractors; each++) {
            observation.putFloat(0, 3 + each, random.nextBoolean() ? 1 : 0);
        }
    }
}
