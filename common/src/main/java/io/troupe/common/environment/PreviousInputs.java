package io.troupe.common.environment;

/** An environment that shows beside its own columns which action and which reward led to what it shows. */
class PreviousInputs implements Environment {
    private final Environment environment;
    private final int actionCount;
    private final int actionColumn;
    private final int rewardColumn;

    /**
     * @param actionColumn where the action goes; negative: it is not shown
     * @param rewardColumn where the reward goes; negative: it is not shown
     */
    PreviousInputs(Environment environment, int actionCount, int actionColumn, int rewardColumn) {
        this.environment = environment;
        this.actionCount = actionCount;
        this.actionColumn = actionColumn;
        this.rewardColumn = rewardColumn;
    }

    @Override
    public void reset(Observation observation) {
        environment.reset(observation);
        writeStart(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        environment.step(action, outcome);
        writeStep(action, outcome);
    }

    final void writeStart(Observation observation) {
        write(observation, -1, 0);
    }

    final void writeStep(int action, StepOutcome outcome) {
        write(outcome.observation(), action, outcome.reward());
    }

    private void write(Observation observation, int action, float reward) {
        if (actionColumn >= 0) {
            for (int each = 0; each < actionCount; each++) {
                observation.putBit(actionColumn, each, each == action);
            }
        }
        if (rewardColumn >= 0) {
            observation.putFloat(rewardColumn, 0, reward);
        }
    }

    @Override
    public String render() {
        return environment.render();
    }

    @Override
    public void close() {
        environment.close();
    }
}
