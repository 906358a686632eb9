package io.troupe.common.environment;

/** {@link PreviousInputs} around an environment that is waited for. */
final class AwaitedPreviousInputs extends SplitPreviousInputs implements AwaitedEnvironment {
    private final AwaitedEnvironment environment;

    AwaitedPreviousInputs(AwaitedEnvironment environment, int actionCount, int actionColumn, int rewardColumn) {
        super(environment, actionCount, actionColumn, rewardColumn);
        this.environment = environment;
    }

    @Override
    public boolean isReady() {
        return environment.isReady();
    }
}
