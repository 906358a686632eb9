package io.troupe.common.environment;

/**
 * One copy of a Markov decision process with discrete actions. A lane owns it: only one thread calls it at a time, and
 * always in the order {@code reset, step … step, reset, …}, where a step that terminated or truncated is followed by a
 * reset. All randomness comes from the generator that the {@link EnvironmentProvider} was given, so that a seed tells
 * the whole episode. {@code step} should allocate nothing.
 */
public interface Environment extends AutoCloseable {
    /** Begins an episode and writes o_0, every element of it. */
    void reset(Observation observation);

    /**
     * Takes action a_t (0 … actionCount − 1) and writes r_{t+1}, o_{t+1} and whether and how the episode ended.
     * {@code outcome} comes with reward 0, not terminated and not truncated. o_{t+1} is also written when the episode
     * ends.
     */
    void step(int action, StepOutcome outcome);

    /** The present state drawn with characters, some lines without colours; empty where there is nothing to draw. */
    default String render() {
        return "";
    }

    @Override
    default void close() {
    }
}
