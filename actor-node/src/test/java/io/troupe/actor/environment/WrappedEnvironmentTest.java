package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
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
