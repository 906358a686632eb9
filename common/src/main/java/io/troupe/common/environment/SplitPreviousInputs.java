package io.troupe.common.environment;

/** {@link PreviousInputs} around an environment that is stepped in two halves. */
class SplitPreviousInputs extends PreviousInputs implements SplitEnvironment {
    private final SplitEnvironment environment;
    private int action;

    SplitPreviousInputs(SplitEnvironment environment, int actionCount, int actionColumn, int rewardColumn) {
        super(environment, actionCount, actionColumn, rewardColumn);
        this.environment = environment;
    }

    @Override
    public void giveReset() {
        environment.giveReset();
    }

    @Override
    public void takeReset(Observation observation) {
        environment.takeReset(observation);
        writeStart(observation);
    }

    @Override
    public void giveAction(int given) {
        action = given;
        environment.giveAction(given);
    }

    @Override
    public void takeStep(StepOutcome outcome) {
        environment.takeStep(outcome);
        writeStep(action, outcome);
    }

    @Override
    public void reset(Observation observation) {
        SplitEnvironment.super.reset(observation);
    }

    @Override
    public void step(int given, StepOutcome outcome) {
        SplitEnvironment.super.step(given, outcome);
    }
}
