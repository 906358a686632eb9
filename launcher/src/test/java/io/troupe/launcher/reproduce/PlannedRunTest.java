package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannedRunTest {
    @TempDir
    private Path folder;

    private PlannedRun plan(Suite suite, SuiteEntry entry) {
        return new PlannedRun(suite, entry, 3, entry.budget().times(0.5), folder.resolve("run"), Optional.empty());
    }

    private static Stream<Arguments> entries() {
        return Suites.NAMES.stream().map(Suites::named)
            .flatMap(suite -> suite.labels().stream().map(label -> Arguments.of(suite.name(), label)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void shouldKnowAllSettingsOfEverySuite(String name, String label) {
        Suite suite = Suites.named(name);
        SuiteEntry entry = suite.entry(label);
        assumeTrue(Environments.all().stream().anyMatch(provider -> provider.name().equals(suite.environment())),
            () -> "there is no environment " + suite.environment());
        assumeTrue(NetworkPresets.NAMES.contains(entry.network()), () -> "there is no network " + entry.network());
        TroupeSettings settings = plan(suite, entry).configuration(
            new SettingsLoader(environment -> Environments.named(environment).preset())).settings();
        assertEquals(suite.environment(), settings.environment().name());
        assertEquals(3, settings.run().seed());
        assertEquals(entry.budget().maxEnvSteps() / 2, settings.run().maxEnvSteps());
        assertEquals(entry.untilReturn(), settings.run().untilReturn());
    }

    @Test
    void shouldTellTrainAllThatTheSuiteSays() {
        Suite suite = SuiteReader.read("""
            environment = tmaze
            environment-options { T = 50 }
            max-env-steps = 1000
            wall-s = 60
            entries = [{ label = small, network = lstm, settings { network.memory.units = 8 } }]
            """, "x", "x.conf");
        PlannedRun plan = plan(suite, suite.entry("small"));
        assertEquals(List.of("train", "tmaze", "--network", "lstm", "--seed", "3", "--steps", "500", "--until-return",
            "none", "--no-http", "--run-dir", folder.resolve("run").toString(), "--set", "environment.options.T=50",
            "--set", "network.memory.units=8"), plan.trainArguments());
        assertEquals(30, plan.budget().wallS());
        assertFalse(plan.isBegun() || plan.isTrained() || plan.isDone());
    }
}
