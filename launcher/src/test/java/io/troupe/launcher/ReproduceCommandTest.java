package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.status.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe reproduce} with processes that are none; the fake evaluation's mean return is 487.5. */
class ReproduceCommandTest {
    private static final String SUITE = """
        claims = "Memory helps."
        environment = masked-cartpole
        settings { learning.batch-size = 16 }
        seeds = [1, 2]
        max-env-steps = 50000
        wall-s = 900
        until-return = 475
        entries = [
          { network = mlp, until-return = none, floor { at-most = 490 } }
          { network = lstm, settings { network.memory.units = 8 }, floor { at-least = 450 } }
        ]
        """;

    @TempDir
    private Path temporary;
    private Path out;
    private Tool tool = new Tool();

    @BeforeEach
    void writeSuite() throws IOException {
        out = temporary.resolve("out");
        write(SUITE);
    }

    private void write(String suite) throws IOException {
        Files.writeString(temporary.resolve("small.conf"), suite);
    }

    private int reproduce(String... options) {
        List<String> arguments = new ArrayList<>(List.of("reproduce", temporary.resolve("small.conf").toString(),
            "--out", out.toString()));
        arguments.addAll(List.of(options));
        return tool.run(arguments.toArray(new String[0]));
    }

    private JsonNode results() throws IOException {
        return new ObjectMapper().readTree(Files.readString(out.resolve("results.json")));
    }

    @Test
    void shouldTrainAndEvaluateEverySeedOfEveryEntry() throws IOException {
        assertEquals(0, reproduce(), tool::err);
        assertEquals(List.of("mlp-seed-1: train", "mlp-seed-1-evaluation: eval", "mlp-seed-2: train",
            "mlp-seed-2-evaluation: eval", "lstm-seed-1: train", "lstm-seed-1-evaluation: eval", "lstm-seed-2: train",
            "lstm-seed-2-evaluation: eval"), tool.runs.asked);
        TroupeSettings settings = RunFolder.open(out.resolve("lstm-seed-2")).configuration().settings();
        assertEquals(2, settings.run().seed());
        assertEquals(50_000, settings.run().maxEnvSteps());
        assertEquals(OptionalDouble.of(475), settings.run().untilReturn());
        assertEquals(8, settings.network().memory().units());
        assertEquals(16, settings.learning().batchSize());
        assertFalse(settings.http().isEnabled());
        assertEquals(OptionalDouble.empty(),
            RunFolder.open(out.resolve("mlp-seed-1")).configuration().settings().run().untilReturn());
    }

    @Test
    void shouldBeginWithTheBestWeightsOfAnotherEntryWhenThatIsDone() throws IOException {
        write(SUITE.replace("{ network = mlp, until-return = none, floor { at-most = 490 } }",
            "{ label = short, network = lstm, settings { network.memory.units = 8 } }")
            .replace("{ network = lstm, settings", "{ network = lstm, begins-with = short, settings"));
        assertEquals(2, reproduce("--only", "lstm"));
        assertTrue(tool.err().contains("lstm-seed-1 begins with the weights of short-seed-1, which is not done; add --only"
            + " short"), tool.err());
        tool = new Tool();
        assertEquals(0, reproduce("--jobs", "4"), tool::err);
        for (int seed = 1; seed <= 2; seed++) {
            assertTrue(tool.runs.asked.indexOf("short-seed-" + seed + "-evaluation: eval")
                < tool.runs.asked.indexOf("lstm-seed-" + seed + ": train"), tool.runs.asked::toString);
            assertEquals(out.resolve("short-seed-" + seed + "/checkpoints/best/weights.safetensors").toString(),
                RunFolder.open(out.resolve("lstm-seed-" + seed)).configuration().settings().learning().initialWeights()
                    .file());
        }
        tool = new Tool();
        assertEquals(0, reproduce(), tool::err);
        assertEquals(List.of(), tool.runs.asked, "with the same settings as before");
    }

    @Test
    void shouldNotBeginWithTheWeightsOfARunThatFailed() throws IOException {
        write(SUITE.replace("{ network = mlp, until-return = none, floor { at-most = 490 } }",
            "{ label = short, network = lstm, settings { network.memory.units = 8 } }")
            .replace("{ network = lstm, settings", "{ network = lstm, begins-with = short, settings"));
        tool.runs.endings.put("short-seed-1", FakeProcess.Ending.BROKEN);
        assertEquals(3, reproduce(), tool::err);
        assertTrue(tool.err().contains("lstm-seed-1: it begins with the weights of short-seed-1, which has failed"),
            tool.err());
        assertTrue(tool.runs.asked.contains("lstm-seed-2: train"), tool.runs.asked::toString);
    }

    @Test
    void shouldStudyWhatARunLooksAtWhereThatIsMeasured() throws IOException {
        // The fake study finds the first step on top in 95 % of the last decisions.
        for (String bound : List.of("0.95", "0.96")) {
            tool = new Tool();
            out = temporary.resolve("out-" + bound);
            write(SUITE.replace("floor { at-least = 450 } }",
                "floor { at-least = 450 }, measures { attention_top_step_share { at-least = " + bound + " } } }"));
            assertEquals(bound.equals("0.95") ? 0 : 1, reproduce("--seeds", "1,2"), tool::err);
            assertEquals(List.of("mlp-seed-1: train", "mlp-seed-1-evaluation: eval", "mlp-seed-2: train",
                "mlp-seed-2-evaluation: eval", "lstm-seed-1: train", "lstm-seed-1-evaluation: eval",
                "lstm-seed-1-attention: inspect", "lstm-seed-2: train", "lstm-seed-2-evaluation: eval",
                "lstm-seed-2-attention: inspect"), tool.runs.asked);
        }
        JsonNode best = results().get("entries").get(1).get("runs").get(1).get("best");
        assertEquals(487.5, best.get("mean_return").asDouble());
        assertEquals(0.95, best.get("attention").get("top_step_share").asDouble());
    }

    @Test
    void shouldShowWhatCameOfIt() throws IOException {
        assertEquals(0, reproduce(), tool::err);
        assertTrue(tool.out().contains("small: 0 of 4 runs are done, 4 begin or go on now, in " + out),
            tool.out());
        assertTrue(tool.out().contains("lstm-seed-2: goal reached after 5,000 env steps and 900 s; greedy return 487.5"
            + " over 100 new episodes (4 of 4 done)"), tool.out());
        assertTrue(tool.out().endsWith("\nEvery floor was reached.\n"), tool.out());
        assertTrue(results().get("holds").asBoolean());
        assertEquals(2, results().get("entries").get(1).get("runs").get(0).get("curve").size());
        assertTrue(Files.readString(out.resolve("results.md")).contains("| lstm | ≥ 450 | 2 of 2 | 487.5"));
        assertTrue(Files.readString(out.resolve("results.svg")).contains("<title>lstm-seed-2</title>"));
    }

    @Test
    void shouldNotRunAgainWhatIsDone() throws IOException {
        assertEquals(0, reproduce("--only", "lstm", "--seeds", "2"), tool::err);
        tool = new Tool();
        assertEquals(0, reproduce(), tool::err);
        assertFalse(tool.runs.asked.contains("lstm-seed-2: train"), tool.runs.asked::toString);
        assertEquals(6, tool.runs.asked.size());
        tool = new Tool();
        assertEquals(0, reproduce("--json"), tool::err);
        assertEquals(List.of(), tool.runs.asked);
        assertEquals(results(), new ObjectMapper().readTree(tool.out()));
    }

    @Test
    void shouldEvaluateAgainARunThatWasNot() throws IOException {
        assertEquals(0, reproduce("--only", "lstm"), tool::err);
        Files.delete(out.resolve("lstm-seed-1").resolve("reproduction.json"));
        tool = new Tool();
        assertEquals(0, reproduce("--only", "lstm"), tool::err);
        assertEquals(List.of("lstm-seed-1-evaluation: eval"), tool.runs.asked);
    }

    @Test
    void shouldEvaluateInOtherOptionsAndAgainstBaselinesAndAgainWhereThoseHaveChanged() throws IOException {
        write("evaluation-options { max-episode-steps = 400 }\nbaselines = [\"action:1\"]\n"
            + SUITE.replace("at-least = 450 }", "at-least = 450 }, measures { above_action_1 { at-least = 400 } }"));
        assertEquals(0, reproduce("--only", "lstm", "--seeds", "1"), tool::err);
        JsonNode best = results().get("entries").get(1).get("runs").get(0).get("best");
        assertEquals(467.5, best.get("above_action_1").asDouble());
        assertEquals("400", best.get("environment_options").get("max-episode-steps").asText());
        String page = Files.readString(out.resolve("results.md")).replace("\n  ", " ");
        assertTrue(page.contains("no part in choosing it, with max-episode-steps=400 of the environment;"), page);
        assertTrue(page.contains("above that of the same episodes played by action:1"), page);
        tool = new Tool();
        assertEquals(0, reproduce("--only", "lstm", "--seeds", "1"), tool::err);
        assertEquals(List.of(), tool.runs.asked);
        for (String other : List.of("baselines = [\"action:0\", \"action:1\"]\n",
            "evaluation-options { max-episode-steps = 9 }\n", "")) {
            write(other + SUITE);
            tool = new Tool();
            assertEquals(0, reproduce("--only", "lstm", "--seeds", "1"), tool::err);
            assertEquals(List.of("lstm-seed-1-evaluation: eval"), tool.runs.asked, other);
        }
    }

    @Test
    void shouldStopARunWhoseTimeIsOver() throws IOException {
        tool.runs.endings.put("mlp-seed-1", FakeProcess.Ending.HELD);
        assertEquals(0, reproduce("--only", "mlp"), tool::err);
        JsonNode run = results().get("entries").get(0).get("runs").get(0);
        assertEquals("time over", run.get("reason").asText());
        assertEquals(487.5, run.get("best").get("mean_return").asDouble());
        assertTrue(tool.out().contains("Not decided: 2 of 4 runs are done."), tool.out());
    }

    @Test
    void shouldGoOnAfterAnInterruption() throws IOException {
        write(SUITE.replace("wall-s = 900", "wall-s = 1000"));
        tool.runs.endings.put("mlp-seed-2", FakeProcess.Ending.HELD);
        tool.runs.onStart = name -> {
            if (name.equals("mlp-seed-2")) {
                tool.requestStop.accept("interrupted");
            }
        };
        assertEquals(0, reproduce(), tool::err);
        assertTrue(tool.out().contains("mlp-seed-2: interrupted; the same command goes on with it"), tool.out());
        assertFalse(tool.runs.asked.contains("lstm-seed-1: train"), tool.runs.asked::toString);
        tool = new Tool();
        assertEquals(0, reproduce(), tool::err);
        assertEquals("mlp-seed-2: train --resume", tool.runs.asked.get(0));
        assertTrue(results().get("holds").asBoolean());
    }

    @Test
    void shouldTellOfRunsThatFailAndRunTheOthers() throws IOException {
        tool.runs.endings.put("mlp-seed-1", FakeProcess.Ending.BROKEN);
        assertEquals(3, reproduce("--jobs", "2"));
        assertTrue(tool.err().contains("error: 1 of the runs failed:\n  mlp-seed-1: it broke"), tool.err());
        assertEquals(1, results().get("entries").get(0).get("seeds_done").asInt());
        assertEquals(2, results().get("entries").get(1).get("seeds_done").asInt());
        assertEquals(2, results().get("entries").get(1).get("runs").get(0).get("jobs").asInt());
    }

    @Test
    void shouldEndWithAStatusOfItsOwnWhereTheClaimFails() throws IOException {
        write(SUITE.replace("at-most = 490", "at-most = 150"));
        assertEquals(1, reproduce(), tool::err);
        assertTrue(tool.out().endsWith("\nNot every floor was reached.\n"), tool.out());
    }

    @Test
    void shouldRefuseRunsThatWereBegunWithOtherSettings() {
        assertEquals(0, reproduce("--only", "lstm", "--budget", "0.1"), tool::err);
        tool = new Tool();
        assertEquals(2, reproduce());
        assertTrue(tool.err().contains("lstm-seed-1 was begun with other settings: max-env-steps=5000 there,"
            + " max-env-steps=50000 now; choose another folder with --out"), tool.err());
        assertEquals(List.of(), tool.runs.asked);
    }

    @Test
    void shouldTellAllProblemsBeforeTheFirstRun() throws IOException {
        write(SUITE.replace("network = lstm", "network = lstn").replace("learning.batch-size", "learning.bach-size"));
        assertEquals(2, reproduce());
        assertTrue(tool.err().contains("bach-size") && tool.err().contains("lstn"), tool.err());
        assertEquals(List.of(), tool.runs.asked);
        assertFalse(Files.exists(out));
    }

    @Test
    void shouldWriteAPageOfTheWholeSuiteOnly() throws IOException {
        Path docs = temporary.resolve("docs");
        assertEquals(2, reproduce("--only", "lstm", "--page", docs.toString()));
        assertTrue(tool.err().contains("a suite of which 2 runs are missing"), tool.err());
        assertFalse(Files.exists(docs));
        assertEquals(0, reproduce("--page", docs.toString()), tool::err);
        assertTrue(Files.readString(docs.resolve("results").resolve("small.md")).contains("](small.svg)"));
        assertTrue(Files.exists(docs.resolve("results").resolve("small.svg")));
    }

    @Test
    void shouldListSuitesAndRefuseWhatItDoesNotKnow() {
        assertEquals(0, tool.run("reproduce"));
        assertTrue(tool.out().matches("(?s)masked-cartpole +With both velocities hidden.*"), tool.out());
        // What is claimed begins in one column, two blanks after the longest name.
        int column = tool.out().lines().mapToInt(line -> line.indexOf(' ')).max().orElseThrow() + 2;
        tool.out().lines().forEach(line -> assertTrue(line.substring(0, column).matches("\\S+ {2,}")
            && line.charAt(column) != ' ', line));
        assertEquals(2, tool.run("reproduce", "pong"));
        assertTrue(tool.err().contains("no suite is called 'pong'; there are: masked-cartpole, tmaze-50"), tool.err());
        assertEquals(2, reproduce("--only", "gru"));
        assertTrue(tool.err().contains("the suite small has no entry 'gru'; it has mlp, lstm"), tool.err());
        assertEquals(2, reproduce("--budget", "0"));
        assertEquals(2, reproduce("--jobs", "0"));
        assertEquals(List.of(), tool.runs.asked);
    }
}
