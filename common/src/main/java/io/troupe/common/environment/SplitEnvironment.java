package io.troupe.common.environment;

/**
 * An environment whose steps are computed elsewhere, together with those of its neighbours: an action is given now and
 * its outcome taken later. Who steps several of them gives all of them their actions before it takes the first outcome,
 * so that one message carries them all. The order of calls is that of {@link Environment}, each call in its two halves.
 *
 * <p>Giving never throws and never waits: what fails is told when the outcome is taken. A reset may be given again in the
 * place of taking its outcome, and then begins another episode.
 */
public interface SplitEnvironment extends Environment {
    /** Asks for a new episode; what is random in it is drawn now. */
    void giveReset();

    /** Waits for it, and writes o_0. */
    void takeReset(Observation observation);

    /** Gives action a_t (0 … actionCount − 1). */
    void giveAction(int action);

    /** Waits for what it brought: as {@link #step}. */
    void takeStep(StepOutcome outcome);

    @Override
    default void reset(Observation observation) {
        giveReset();
        takeReset(observation);
    }

    @Override
    default void step(int action, StepOutcome outcome) {
        giveAction(action);
        takeStep(outcome);
    }
}
