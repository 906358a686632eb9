package io.troupe.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThroughputBenchmarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"cartpole", "masked-cartpole", "minatar-breakout"})
    void theReplayShouldTakeTheLanesOfAllActors(String environment) {
        assertDoesNotThrow(() -> new SettingsLoader(Environments::preset).set("environment.name=" + environment)
            .set("actors.count=64").set("replay.shards=4")
            .set("replay.capacity-steps=" + ThroughputBenchmark.capacitySteps(environment, 64)).load());
    }

    @Test
    void theReplayShouldBeThePresetsWhereThatIsEnough() {
        assertEquals(50_000, ThroughputBenchmark.capacitySteps("cartpole", 1));
    }
}
