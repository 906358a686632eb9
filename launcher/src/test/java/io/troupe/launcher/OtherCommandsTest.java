package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest {
    private final Tool tool = new Tool();
    @TempDir
    private Path temporary;

    private String runFolder() throws IOException {
        Files.writeString(temporary.resolve("config.conf"), "");
        return temporary.toString();
    }

    @Test
    void shouldExplainItselfWithoutACommand() {
        assertEquals(0, tool.run());
        assertTrue(tool.out().contains("First: troupe train cartpole"), tool.out());
        assertEquals(0, tool.run("--version"));
        assertTrue(tool.out().contains("\ntroupe "), tool.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "eval", "compress", "export", "serve",
        "play", "envs", "env-trace", "learner", "replay", "actor", "driver",
        "bench", "inspect", "reproduce"})
    void shouldExplainEveryCommand(String command) {
        assertEquals(0, tool.run(command, "--help"));
        assertTrue(tool.out().startsWith("Usage: troupe " + command), tool.out());
        assertFalse(tool.out().contains("supervised"), tool.out());
        assertFalse(tool.out().contains("\033["), "colours only on a terminal");
        assertEquals("", tool.err());
    }

    @Test
    void shouldColorOnATerminalOnly() {
        assertEquals(0, tool.run(new Terminal(true, 100, true, true), "train", "--help"));
        assertTrue(tool.out().contains("\033["));
    }

    @Test
    void shouldHintAtAMistypedOptionOrCommand() {
        assertEquals(2, tool.run("train", "cartpole", "--stpes", "3"));
        assertTrue(tool.err().startsWith("error: Unknown option"), tool.err());
        assertTrue(tool.err().contains("--steps"), tool.err());
        assertEquals(2, tool.run("trian"));
        assertTrue(tool.err().contains("troupe train"), tool.err());
        assertEquals(2, tool.run("eval"));
        assertTrue(tool.err().contains("RUN_DIR"), tool.err());
        assertEquals(2, tool.run("eval", ".", "--episodes", "x"));
        assertTrue(tool.err().contains("--episodes"), tool.err());
    }

    @Test
    void shouldHaveTheOptionsThatItTellsOf() {
        for (EnvironmentProvider provider : Environments.all()) {
            assertEquals(provider.schema(Map.of()), provider.schema(provider.options()), provider::name);
        }
    }

    @Test
    void shouldEvaluateARun() throws IOException {
        String folder = runFolder();
        assertEquals(0, tool.run("eval", folder, "--episodes", "50"));
        assertEquals("best: mean return 487.50 (from 400.00 to 500.00) over 50 episodes of 487.5 steps on average; 12.5 %"
            + " terminated\n",
            tool.out());
        assertEquals(0, tool.run("eval", folder, "--json"));
        assertTrue(tool.out().endsWith("{\"checkpoint\":\"best\",\"episodes\":100,\"mean_return\":487.5,"
            + "\"min_return\":400.0,\"max_return\":500.0,\"mean_length\":487.5,\"terminated_share\":0.125}\n"), tool.out());
        assertEquals(2, tool.run("eval", folder, "--episodes", "0"));
        assertEquals(0, tool.run("eval", folder, "--env-set", "starts=held-out"));
        assertEquals("evaluate " + temporary.getFileName() + " 100 {starts=held-out}",
            tool.runs.asked.get(tool.runs.asked.size() - 1));
    }

    @Test
    void shouldHoldARunAgainstBaselines() throws IOException {
        String folder = runFolder();
        assertEquals(0, tool.run("eval", folder, "--baseline", "action:2"));
        assertTrue(tool.out().endsWith("\naction:2: mean return 20.00; the policy is above by 467.50 ± 1.25\n"),
            tool.out());
        assertEquals(0, tool.run("eval", folder, "--baseline", "random", "--baseline", "action:2", "--env-set", "a=b",
            "--json"));
        assertTrue(tool.out().endsWith("\"random_return\":20.0,\"above_random\":467.5,\"above_random_error\":1.25,"
            + "\"action_2_return\":20.0,\"above_action_2\":467.5,\"above_action_2_error\":1.25,"
            + "\"environment_options\":{\"a\":\"b\"}}\n"), tool.out());
        assertEquals(2, tool.run("eval", folder, "--baseline", "best"));
        assertTrue(tool.err().contains("baseline 'best': expected random, or action:N"), tool.err());
    }

    @Test
    void shouldTellWhatABaselineGetsWithoutARun() {
        assertEquals(0, tool.run("eval", "--env", "cartpole", "--env-set", "max-episode-steps=60"));
        assertEquals("random in cartpole: mean return 22.50 ± 1.00 (standard deviation 10.00, from 8.00 to 60.00) over 100"
            + " episodes of 22.5 steps on average; 100.0 % terminated\n", tool.out());
        assertEquals(0, tool.run("eval", "--env", "cartpole", "--baseline", "action:1", "--episodes", "25", "--json"));
        assertTrue(tool.out().endsWith("{\"environment\":\"cartpole\",\"baseline\":\"action:1\",\"episodes\":25,"
            + "\"mean_return\":22.5,\"return_deviation\":10.0,\"min_return\":8.0,\"max_return\":60.0,\"mean_length\":22.5,"
            + "\"terminated_share\":1.0}\n"), tool.out());
        assertEquals(List.of("play cartpole {max-episode-steps=60} random 100", "play cartpole {} action:1 25"),
            tool.runs.asked);
        assertEquals(2, tool.run("eval", ".", "--env", "cartpole"));
        assertTrue(tool.err().contains("expected RUN_DIR, the folder of a run, or --env NAME in its place"), tool.err());
    }

    @Test
    void shouldShowHowFarItIsOnTheErrorOutputWhereThatIsATerminal() throws IOException {
        String folder = runFolder();
        Terminal onlyErrors = new Terminal(false, 80, false, true);
        assertEquals(0, tool.run(onlyErrors, "eval", folder, "--json"));
        assertEquals(0, tool.run(onlyErrors, "inspect", "attention", folder, "--json"));
        assertEquals(0, tool.run(onlyErrors, "compress", folder, "--int8", "--json"));
        assertEquals("\r\033[K1 of 100 episodes\r\033[K" + "\r\033[K1 of 20 episodes\r\033[K"
            + "\r\033[Kbefore: 1 of 100 episodes\r\033[K", tool.err());
        assertFalse(tool.out().contains("\033["), tool.out());
    }

    @Test
    void shouldNotShowHowFarItIsInAFile() throws IOException {
        assertEquals(0, tool.run(new Terminal(true, 80, false, false), "eval", runFolder()));
        assertEquals("", tool.err());
    }

    @Test
    void shouldTellWhetherAttentionMatters() throws IOException {
        String folder = runFolder();
        assertEquals(0, tool.run("inspect", "attention", folder, "--episodes", "7"));
        assertEquals(List.of("attention " + temporary.getFileName() + " 7 0"), tool.runs.asked);
        assertEquals("""
            best: mean return 487.50 over 7 episodes; 4,000 decisions with at least 3 steps to look at

            hidden                     mean |ΔQ|  other actions  step 0 is top  entropy of each head, bits
            top attended step             0.7500         25.0 %         95.0 %
              that of memory.layers.0     0.5000         12.5 %         50.0 %  1.50  0.25
            another step                  0.2500          6.3 %

            ratio of |ΔQ|: 3.000; the top attended step is the present one in 12.5 % of the decisions
            """, tool.out());
    }

    @Test
    void shouldTellWhetherAttentionMattersAsJson() throws IOException {
        assertEquals(0, tool.run("inspect", "attention", runFolder(), "--json", "--top-step", "3"));
        assertEquals("{\"checkpoint\":\"best\",\"episodes\":20,\"mean_return\":487.5,\"decisions\":4000,"
            + "\"top_delta_q\":0.75,\"random_delta_q\":0.25,\"ratio\":3.0,\"top_action_changes\":0.25,"
            + "\"random_action_changes\":0.0625,\"top_is_present_share\":0.125,\"top_step\":3,\"top_step_share\":0.95,"
            + "\"parts\":[{\"part\":\"memory.layers.0\",\"top_delta_q\":0.5,\"top_action_changes\":0.125,"
            + "\"top_step_share\":0.5,\"entropy_bits\":[1.5,0.25]}]}\n", tool.out());
        assertEquals(2, tool.run("inspect", "attention", runFolder(), "--episodes", "0"));
        assertEquals(2, tool.run("inspect", "attention", runFolder(), "--top-step", "-1"));
    }

    @Test
    void shouldCompressARunAndTellWhatChanged() throws IOException {
        String folder = runFolder();
        assertEquals(0, tool.run("compress", folder, "--prune", "0.25", "--int8", "--episodes", "50"));
        assertEquals("""
            best → small.safetensors
            bytes: 4,000 → 1,040 (packed with gzip 3,600 → 900), 25.0% of the parameters are zero
            Q: changed by 0.0123 on average and 0.500 at most over 40,000 observations; 99.50% of the actions stay
            greedy return: 487.50 (from 400.00 to 500.00) → 480.00 (from 390.00 to 500.00) over 50 episodes
            """, tool.out());
        assertEquals(List.of("compress " + temporary.getFileName()
            + " Compression[prunedShare=0.25, isInt8=true, isBFloat16=false] compressed.safetensors 50"),
            tool.runs.asked);
        assertEquals(0, tool.run("compress", folder, "--bfloat16", "--out", "x.safetensors", "--json"));
        assertTrue(tool.runs.asked.get(1).endsWith("isBFloat16=true] x.safetensors 100"), tool.runs.asked::toString);
        assertTrue(tool.out().contains("\"q_change_mean\":0.0123,\"q_change_max\":0.5,\"greedy_agreement\":0.995"),
            tool.out());
    }

    @Test
    void shouldAskWhatToCompressWith() throws IOException {
        assertEquals(2, tool.run("compress", runFolder()));
        assertTrue(tool.err().contains("--prune FRACTION, --int8 or --bfloat16"), tool.err());
        assertEquals(2, tool.run("compress", temporary.toString(), "--prune", "1"));
        assertTrue(tool.err().contains("--prune: got 1.0, expected from 0 to below 1"), tool.err());
    }

    @Test
    void shouldPlayARun() throws IOException {
        assertEquals(0, tool.run("play", runFolder(), "--delay-ms", "5"));
        assertEquals("a pole\n", tool.out());
        assertEquals(0, tool.run("play", runFolder(), "--attention", "last"));
        String run = temporary.getFileName().toString();
        assertEquals(0, tool.run("play", runFolder(), "--env-set", "starts=held-out", "--seed", "7"));
        assertEquals(List.of("play " + run + " {} ALL every 5 ms, seed []", "play " + run + " {} LAST every 40 ms, seed []",
            "play " + run + " {starts=held-out} ALL every 40 ms, seed [7]"), tool.runs.asked);
        assertEquals(2, tool.run("play", runFolder(), "--attention", "some"));
        assertTrue(tool.err().contains("--attention"), tool.err());
    }

    @Test
    void shouldSayWhereNoRunIs() {
        assertEquals(2, tool.run("play", temporary.toString()));
        assertTrue(tool.err().startsWith("error: " + temporary + " is not the folder of a run"), tool.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"actor", "replay"})
    void shouldServeANodeThatKnowsOnlyTheCluster(String role) throws IOException {
        Path file = Files.writeString(temporary.resolve("node.conf"), "environment.name = not-here");
        Path log = temporary.resolve("node.log");
        assertEquals(0, tool.run(role, "--config", file.toString(), "--set", "cluster.seeds=[\"10.0.0.1:2551\"]",
            "--log", log.toString(), "--supervised"));
        assertEquals(List.of(role), tool.runs.asked);
        assertEquals(List.of("10.0.0.1:2551"), tool.runs.configuration.settings().cluster().seeds());
        assertFalse(tool.isInterruptible);
        assertTrue(Files.exists(log));
    }

    @ParameterizedTest
    @ValueSource(strings = {"actor", "replay"})
    void shouldWaitForTheRunToGoOnWhereItIsTold(String role) {
        assertEquals(0, tool.run(role, "--log", temporary.resolve("node.log").toString(), "--go-on"));
        assertEquals(List.of(role + " going on"), tool.runs.asked);
    }

    @Test
    void shouldRunTheDriverWhereItIsTold() {
        assertEquals(0, tool.run("driver", "--dir", "/dev/shm/mine", "--log", temporary.resolve("log").toString()));
        assertEquals("/dev/shm/mine", tool.runs.configuration.settings().transport().aeronDirectory());
        assertTrue(tool.isInterruptible);
    }

    @Test
    void shouldTellOfALogThatCannotBeWritten() {
        Path log = temporary.resolve("none").resolve("x.log");
        assertEquals(3, tool.run("actor", "--log", log.toString()));
        assertTrue(tool.err().startsWith("error: cannot write the log " + log), tool.err());
    }

    @Test
    void shouldListBenchmarksAndNameThemToWhoMistypes() {
        assertEquals(0, tool.run("bench"));
        assertEquals(2, tool.run("bench", "nothing-like-it", "--json", "--own-option", "3"));
        assertTrue(tool.err().startsWith("error: no benchmark is called 'nothing-like-it'; there are: "), tool.err());
    }
}
