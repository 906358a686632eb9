package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * Some bits are shown at an episode's beginning, and one of them is asked for at its end: the memory chain of bsuite
 * (Osband et al. 2020, arXiv 1908.03568, its experiments memory_len and memory_size).
 *
 * <p>Actions: 0 and 1, of which only the last counts. Observation: the time that is left, 1 − t/length; the number of the
 * bit that is asked for; and the bits as −1 and 1. As in bsuite's code, both the reset and the first step show t = 0, so
 * that an episode has length + 1 steps; the bits are shown where t = 0, the question where t = length − 1, both 0 elsewhere.
 * Reward: 1 or −1 for the last action, 0 before. The best return is 1; guessing brings 0. A step allocates nothing.
 */
final class MemoryLength implements Environment {
    private final int length;
    private final boolean[] bits;
    private final RandomGenerator random;
    private int asked;
    private int steps;

    /**
     * @param length   steps to remember over, at least 1
     * @param bitCount bits that are shown, at least 1
     */
    MemoryLength(int length, int bitCount, RandomGenerator random) {
        this.length = length;
        bits = new boolean[bitCount];
        this.random = random;
        steps = length + 1;
    }

    @Override
    public void reset(Observation observation) {
        for (int bit = 0; bit < bits.length; bit++) {
            bits[bit] = random.nextBoolean();
        }
        asked = random.nextInt(bits.length);
        steps = 0;
        write(observation, 0);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 1) {
            throw new IllegalArgumentException("memory-length got action " + action + "; expected a bit, 0 or 1");
        }
        if (steps > length) {
            throw new IllegalStateException("memory-length was stepped without a reset after its episode's end");
        }
        write(outcome.observation(), steps);
        steps++;
        if (steps > length) {
            outcome.reward(action == 1 == bits[asked] ? 1 : -1).terminated(true);
        }
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < bits.length; bit++) {
            text.append(bit == asked ? "(" : " ").append(bits[bit] ? 1 : 0).append(bit == asked ? ")" : " ");
        }
        return text.append("\nstep ").append(steps).append(" of ").append(length + 1).toString();
    }

    private void write(Observation observation, int time) {
        observation.putFloat(0, 0, 1 - (float) time / length);
        observation.putFloat(0, 1, time == length - 1 ? asked : 0);
        for (int bit = 0; bit < bits.length; bit++) {
            observation.putFloat(0, 2 + bit, time > 0 ? 0 : bits[bit] ? 1 : -1);
        }
    }
}
