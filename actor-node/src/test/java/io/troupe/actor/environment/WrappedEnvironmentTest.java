package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of the option {@code wrappers} of an environment. */
class WrappedEnvironmentTest {
    @Test
    void shouldWrapWhatSettingsName() {
        EnvironmentSettings settings = settings("environment.name=cartpole", "environment.previous-action=true",
            "environment.options.wrappers=sticky-actions:0.25, frame-stack:3", "environment.options.max-episode-steps=9");
        EnvironmentProvider provider = Environments.of(settings);
        assertEquals(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 12),
            new ObservationColumn("previous-action", ElementType.BIT, List.of(2))), 2), provider.schema(settings.options()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maze", "tmaze-passive", "carflag", "repeat-previous-easy"})
    void shouldTakeWrappersBesideAnEnvironmentsOwnOptions(String name) {
        EnvironmentSettings settings = settings("environment.name=" + name, "environment.options.wrappers=time-limit:5");
        assertEquals(Environments.named(name).schema(Map.of()),
            Environments.of(settings).schema(settings.options()));
    }

    /** Of a step into a wall, and of a place whose card lies face up, nothing comes but the time that it takes. */
    @ParameterizedTest
    @ValueSource(strings = {"maze", "concentration"})
    void shouldMaskTheActionsOfWhichNothingComes(String name) {
        EnvironmentSettings settings = settings("environment.name=" + name, "environment.options.wrappers=action-mask");
        EnvironmentProvider provider = Environments.of(settings);
        StepLayout layout = new StepLayout(provider.schema(settings.options()));
        UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
        StepOutcome outcome = new StepOutcome(layout);
        outcome.observation().wrap(record, 0);
        ActionMask mask = new ActionMask(layout);
        SplittableRandom random = new SplittableRandom(8);
        Environment environment = provider.create(settings.options(), new SplittableRandom(7));
        environment.reset(outcome.observation());
        int illegal = 0;
        for (int step = 0; step < 3_000; step++) {
            mask.check(record, 0);
            illegal += layout.schema().actionCount() - mask.count(record, 0);
            byte[] before = record.byteArray().clone();
            environment.step(mask.random(random, record, 0), outcome.clear());
            assertFalse(Arrays.equals(before, record.byteArray()), "step " + step);
            if (outcome.isEnd()) {
                environment.reset(outcome.observation());
            }
        }
        assertTrue(illegal > 1_000, "illegal actions: " + illegal);
    }

    @Test
    void shouldTellWhatIsWrong() {
        String told = assertThrows(TroupeException.class,
            () -> settings("environment.name=cartpole", "environment.options.wrappers=time-limit")).getMessage();
        assertTrue(told.contains("environment.options.wrappers is 'time-limit'"), told);
    }

    private static EnvironmentSettings settings(String... assignments) {
        SettingsLoader loader = new SettingsLoader(Environments::preset);
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return loader.load().settings().environment();
    }
}
