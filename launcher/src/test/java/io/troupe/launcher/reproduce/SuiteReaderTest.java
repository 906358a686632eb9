package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SuiteReaderTest {
    private static String refusal(String text) {
        TroupeException refusal = assertThrows(TroupeException.class, () -> SuiteReader.read(text, "x", "x.conf"));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        return refusal.getMessage();
    }

    @Test
    void shouldReadAWholeSuite() {
        Suite suite = SuiteReader.read("""
            claims = "Memory helps."
            environment = tmaze
            environment-options { T = 50, start.at = oracle }
            settings { learning.batch-size = 32, network.encoder.hidden-units = [64, 64] }
            seeds = [3, 1]
            episodes = 200
            evaluation-options { starts = held-out, T = 60 }
            baselines = [random, "action:2"]
            max-env-steps = 1000
            wall-s = 60
            until-return = 0.98
            entries = [
              { network = mlp, until-return = none, max-env-steps = 500, seeds = [7]
                floor { of = last, at-least = 0.4, at-most = 0.6 } }
              { label = small-lstm, network = lstm, settings { network.memory.units = 8 }
                floor { seeds = most, at-least = 0.9, above { label = mlp, by = 0.2 } }
                measures { mean_length {}, min_return { at-least = -1 } } }
            ]
            one-of = [[small-lstm]]
            """, "x", "x.conf");
        assertEquals("Memory helps.", suite.claims());
        assertEquals("tmaze", suite.environment());
        assertEquals(List.of("environment.options.T=50", "environment.options.start.at=oracle",
            "learning.batch-size=32", "network.encoder.hidden-units=[64,64]"), suite.settings());
        assertEquals(new FinalEvaluation(200, List.of("T=60", "starts=held-out"),
            List.of(Baseline.of("random"), Baseline.of("action:2"))), suite.evaluation());
        assertEquals(List.of(List.of("small-lstm")), suite.oneOf());
        assertEquals(new SuiteEntry("mlp", "mlp", List.of(), Optional.empty(), List.of(7L), new Budget(500, 60),
            OptionalDouble.empty(),
            new Floor(Floor.Judged.LAST, new Bounds(OptionalDouble.of(0.4), OptionalDouble.of(0.6)), Optional.empty(),
                Floor.Seeds.ALL),
            Map.of()), suite.entry("mlp"));
        assertEquals(new SuiteEntry("small-lstm", "lstm", List.of("network.memory.units=8"), Optional.empty(),
            List.of(3L, 1L),
            new Budget(1000, 60), OptionalDouble.of(0.98), new Floor(Floor.Judged.BEST,
            new Bounds(OptionalDouble.of(0.9), OptionalDouble.empty()), Optional.of(new Floor.Margin("mlp", 0.2)),
            Floor.Seeds.MOST),
            Map.of("mean_length", Bounds.NONE,
                "min_return", new Bounds(OptionalDouble.of(-1), OptionalDouble.empty()))),
            suite.entry("small-lstm"));
    }

    @Test
    void shouldTellAllProblemsAtOnce() {
        String told = refusal("""
            enviroment = cartpole
            seeds = [1, 1]
            wall-s = soon
            baselines = [random, best]
            entries = [
              { network = mlp, floor { at-leats = 3 } }
              { label = "A b", network = lstm, floor { above { label = gru, by = 1 } } }
              { label = mlp }
            ]
            one-of = [[transformer]]
            """);
        for (String part : List.of("problems in the suite x.conf", "environment: it is missing",
            "line 1: enviroment: there is no such key; here there are baselines, claims, entries, environment,",
            "line 2: seeds: got [1,1], expected a list of different whole numbers", "line 3: wall-s: got \"soon\"",
            "line 4: baselines: got [\"random\",\"best\"], expected a list of random and action:N",
            "line 6: entries.1.floor.at-leats: there is no such key; here there are above, at-least, at-most, of, seeds",
            "entries.2.label: got \"A b\", expected a name", "entries.3.network: it is missing",
            "entries.1.max-env-steps: it is missing", "two have the same label", "there is no entry transformer",
            "lstm is to be above gru")) {
            assertTrue(told.contains(part), () -> part + " in\n" + told);
        }
    }

    @Test
    void shouldBeginWithTheWeightsOfAnEntryBeforeThatHasTheSeeds() {
        String suite = """
            environment = tmaze, max-env-steps = 10, wall-s = 10
            entries = [
              { label = short, network = lstm, seeds = [%s], begins-with = %s }
              { label = long, network = lstm, seeds = [2], begins-with = %s }
            ]
            """;
        assertTrue(refusal(suite.formatted("1, 2", "long", "short")).contains("short is to begin with the weights of long,"
            + " expected an entry before it that has all its seeds"));
        String told = refusal(suite.formatted("1", "none-such", "short"));
        assertTrue(told.contains("long is to begin with the weights of short"), told);
        assertTrue(told.contains("short is to begin with the weights of none-such"), told);
        Suite read = SuiteReader.read(suite.formatted("1, 2", "none", "short").replace("begins-with = none", ""), "x",
            "x.conf");
        assertEquals(Optional.of("short"), read.entry("long").beginsWith());
    }

    @Test
    void shouldTellWhatIsNoHocon() {
        assertTrue(refusal("entries = [").startsWith("in the suite x.conf, "), refusal("entries = ["));
    }

    @Test
    void shouldGiveEveryRunAnEnd() {
        assertTrue(refusal("environment = a, max-env-steps = 10, entries = [{ network = mlp }]")
            .contains("wall-s: it is missing here and beside the entries"));
        assertTrue(refusal("environment = a, wall-s = 10, max-env-steps = 0, entries = [{ network = mlp }]")
            .contains("max-env-steps: got 0, expected a whole number of at least 1"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadEverySuiteThatThereIs(String name) {
        Suite suite = Suites.named(name);
        assertEquals(name, suite.name());
        assertFalse(suite.claims().isEmpty());
        assertFalse(suite.entries().isEmpty());
        assertTrue(suite.entries().stream().anyMatch(entry -> !entry.floor().isNone()));
    }

    private static List<String> names() {
        return Suites.NAMES;
    }
}
