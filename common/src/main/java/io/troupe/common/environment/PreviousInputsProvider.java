package io.troupe.common.environment;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Adds to each observation what led to it, as columns after the environment's own: {@code previous-action}, a bit for
 * each action, one of them set, and {@code previous-reward}, one float32. Both are zero in an episode's first
 * observation. A network that remembers sees so what it has tried and what came of it (R2D2, Kapturowski et al. 2019).
 * Being part of the observation, they are stored with it and are there in every window and wherever it is acted on.
 */
final class PreviousInputsProvider extends AroundProvider {
    private final boolean showsAction;
    private final boolean showsReward;

    PreviousInputsProvider(EnvironmentProvider provider, boolean showsAction, boolean showsReward) {
        super(provider);
        this.showsAction = showsAction;
        this.showsReward = showsReward;
    }

    @Override
    public EnvironmentSchema schema(Map<String, String> options) {
        EnvironmentSchema own = provider.schema(options);
        List<ObservationColumn> columns = new ArrayList<>(own.observations());
        if (showsAction) {
            columns.add(new ObservationColumn("previous-action", ElementType.BIT, List.of(own.actionCount())));
        }
        if (showsReward) {
            columns.add(ObservationColumn.float32("previous-reward", 1));
        }
        return new EnvironmentSchema(columns, own.actionCount(), own.hasActionMask());
    }

    @Override
    public Environment create(Map<String, String> options, RandomGenerator random) {
        return showing(provider.schema(options), provider.create(options, random));
    }

    @Override
    public Function<RandomGenerator, Environment> sideBySide(Map<String, String> options, int count) {
        EnvironmentSchema own = provider.schema(options);
        return provider.sideBySide(options, count).andThen(environment -> showing(own, environment));
    }

    private Environment showing(EnvironmentSchema own, Environment environment) {
        int first = own.observations().size();
        int actionColumn = showsAction ? first : -1;
        int rewardColumn = showsReward ? first + (showsAction ? 1 : 0) : -1;
        if (environment instanceof AwaitedEnvironment awaited) {
            return new AwaitedPreviousInputs(awaited, own.actionCount(), actionColumn, rewardColumn);
        }
        return environment instanceof SplitEnvironment split
            ? new SplitPreviousInputs(split, own.actionCount(), actionColumn, rewardColumn)
            : new PreviousInputs(environment, own.actionCount(), actionColumn, rewardColumn);
    }

    @Override
    public String preset(Map<String, String> options) {
        return provider.preset(options);
    }
}
