package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.AwaitedEnvironment;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;

/** Answers when the test lets it. */
public final class LateEnvironment implements AwaitedEnvironment {
    /** Whether what was given may be taken. */
    public boolean isLetGo = true;
    private final Environment environment;
    private boolean isClosed;
    private int action;

    public LateEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean isReady() {
        return isLetGo && !isClosed;
    }

    @Override
    public void giveReset() {
        // There is nothing to prepare.
    }

    @Override
    public void takeReset(Observation observation) {
        assertTrue(isReady());
        environment.reset(observation);
    }

    @Override
    public void giveAction(int given) {
        action = given;
    }

    @Override
    public void takeStep(StepOutcome outcome) {
        assertTrue(isReady());
        environment.step(action, outcome);
    }

    @Override
    public void close() {
        isClosed = true;
        environment.close();
    }
}
