package io.troupe.actor.acting;

import io.troupe.common.environment.AwaitedEnvironment;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;

/**
 * A lane's environment, which is stepped alike whether it steps where it is called, in two halves, or answers when it
 * likes. Calls allocate nothing. Used by one thread.
 */
public final class SteppedEnvironment {
    private Environment environment;
    /** The same, where it is stepped in two halves; null: it is not. */
    private SplitEnvironment split;
    /** The same, where it answers when it likes; null: it does not. */
    private AwaitedEnvironment awaited;
    private boolean isResetGiven;
    private boolean isActionAway;

    public boolean isMade() {
        return environment != null;
    }

    /** Steps this one from now on. */
    public void use(Environment made) {
        environment = made;
        split = made instanceof SplitEnvironment inHalves ? inHalves : null;
        awaited = made instanceof AwaitedEnvironment late ? late : null;
    }

    /** Whether it has been asked for something that is not there yet: it is left out until it is. */
    public boolean isBusy() {
        return isActionAway || isResetGiven && isAwaited();
    }

    private boolean isAwaited() {
        return awaited != null && !awaited.isReady();
    }

    /**
     * Begins an episode. A reset that is computed elsewhere is given by one call and taken by the next, with the others'
     * actions between: so no cycle waits twice.
     *
     * @return whether o_0 is written; where not, the reset is under way
     */
    public boolean reset(Observation observation) {
        if (split == null) {
            environment.reset(observation);
            return true;
        }
        isResetGiven = !isResetGiven;
        if (isResetGiven) {
            split.giveReset();
        } else {
            split.takeReset(observation);
        }
        return !isResetGiven;
    }

    /** Whether a reset is given, and not taken. */
    public boolean isResetting() {
        return isResetGiven;
    }

    /** Whether a reset is under way that the next cycle takes. */
    public boolean isBeginning() {
        return isResetGiven && !isAwaited();
    }

    /**
     * Gives an action (0 … actionCount − 1); {@link #step} is to follow when all lanes of the cycle have been given theirs,
     * or, where it {@link #isActionAway}, once it {@link #isAnswered}.
     */
    public void act(int action) {
        if (split != null) {
            split.giveAction(action);
            isActionAway = awaited != null;
        }
    }

    /** Whether what the action brings is waited for. */
    public boolean isActionAway() {
        return isActionAway;
    }

    /** Whether it was waited for, and is there. */
    public boolean isAnswered() {
        return isActionAway && awaited.isReady();
    }

    /**
     * Takes what the action brought.
     *
     * @throws IllegalStateException where the reward is not finite
     */
    public void step(int action, StepOutcome outcome) {
        isActionAway = false;
        if (split == null) {
            environment.step(action, outcome);
        } else {
            split.takeStep(outcome);
        }
        if (!Float.isFinite(outcome.reward())) {
            throw new IllegalStateException(
                "the reward of action " + action + " is " + outcome.reward() + "; expected a finite number");
        }
    }

    /** What it was asked for is not wanted any more: it is reset next. */
    public void forget() {
        isResetGiven = false;
        isActionAway = false;
    }

    /** The state that waits for an action, drawn; empty where it cannot be drawn. */
    public String render() {
        return environment.render();
    }

    /** Whether somebody else drives it. */
    public boolean isDrivenElsewhere() {
        return awaited != null;
    }

    /**
     * Closes it, so that there is none; a failure to do so is only told.
     *
     * @param owner for the log
     */
    public void close(String owner) {
        Environment closing = environment;
        environment = null;
        split = null;
        awaited = null;
        forget();
        Environments.closeQuietly(closing, owner);
    }
}
