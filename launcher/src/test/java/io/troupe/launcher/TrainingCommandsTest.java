package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TrainingCommandsTest {
    private final Tool tool = new Tool();
    @TempDir
    private Path temporary;

    private int train(String... arguments) {
        List<String> all = new ArrayList<>(List.of("train", "cartpole", "--run-dir", folder().toString()));
        all.addAll(List.of(arguments));
        return tool.run(all.toArray(new String[0]));
    }

    private Path folder() {
        return temporary.resolve("run");
    }

    private TroupeSettings settings() {
        return tool.runs.request.configuration().settings();
    }

    @Test
    void shouldTrainAndTellWhatCameOfIt() throws IOException {
        assertEquals(0, train());
        assertEquals("", tool.err());
        assertEquals(List.of(
            "training cartpole with mlp, seed 1, in " + folder(),
            "live page: http://127.0.0.1:8080/",
            "0:03 | env 100 of 60,000 (0%) | env steps/s 3,021/2,870/1,935"
                + " | 411 learner steps/s | lag 0/3/11 | replay 24% | greedy return 487.5",
            "goal reached: greedy return 487.5 over 100 episodes; 24,310 env steps and 1,520 learner steps in 8.3 s",
            "lost: 10 of 24,310 env steps, with the processes that died",
            "watch it: troupe play " + folder()), tool.out().lines().toList());
        assertTrue(Files.readString(folder().resolve("config.conf")).contains("name=cartpole"));
        assertTrue(Files.exists(folder().resolve("troupe.log")));
        assertFalse(tool.isListening);
    }

    @Test
    void shouldTurnOptionsIntoSettings() {
        assertEquals(0, train("--network", "mlp", "--seed=7", "--actors=2", "--lanes=4", "--shards=3", "--steps=5000",
            "--until-return=450", "--processes", "--http-port=0", "--set", "learning.n-step=5",
            "--env-set", "max-episode-steps=77", "--env-set", "wrappers=sticky-actions:0.25, time-limit:9"));
        assertEquals(Map.of("max-episode-steps", "77", "wrappers", "sticky-actions:0.25, time-limit:9"),
            settings().environment().options());
        assertEquals(7, settings().run().seed());
        assertEquals(2, settings().actors().count());
        assertEquals(4, settings().actors().lanes());
        assertEquals(3, settings().replay().shards());
        assertEquals(5_000, settings().run().maxEnvSteps());
        assertEquals(OptionalDouble.of(450), settings().run().untilReturn());
        assertEquals(0, settings().http().port());
        assertEquals(5, settings().learning().nStep());
        assertTrue(tool.runs.request.isProcesses());
        assertFalse(tool.out().contains("live page"));
    }

    @Test
    void shouldBeMorePatientWithSeveralProcessesUnlessToldOtherwise() throws IOException {
        assertEquals(0, train("--processes"));
        assertEquals(2, settings().actors().count());
        assertEquals(60, settings().cluster().failureTimeoutS());
        assertEquals(120, settings().cluster().joinTimeoutS());
        Path file = Files.writeString(temporary.resolve("own.conf"), "actors.count = 3, cluster.failure-timeout-s = 4");
        assertEquals(0, train("--processes", "--config", file.toString()));
        assertEquals(3, settings().actors().count());
        assertEquals(4, settings().cluster().failureTimeoutS());
    }

    @Test
    void shouldRefuseANetworkThatCannotReadTheEnvironment() {
        assertEquals(2, train("--network", "cnn"));
        assertTrue(tool.err().contains("'state' is float32[4], and convolutions read images"), tool.err());
        assertFalse(Files.exists(folder()));
    }

    @Test
    void shouldNameTheNetworksInItsHelp() {
        assertEquals(0, tool.run("train", "--help"));
        for (String name : NetworkPresets.NAMES) {
            assertTrue(tool.out().contains(name), tool.out());
        }
    }

    @Test
    void shouldBeginWithWeightsFromAFileWhereverTheRunIsGoneOnWith() {
        assertEquals(0, train("--init-weights", "some/weights.safetensors", "--set",
            "learning.initial-weights.freeze=encoder.*"));
        assertEquals(Path.of("some/weights.safetensors").toAbsolutePath().toString(),
            settings().learning().initialWeights().file());
        assertEquals(List.of("encoder.*"), settings().learning().initialWeights().freeze());
    }

    @Test
    void shouldDropTheGoalWhereStepsAreAskedFor() throws IOException {
        Path file = Files.writeString(temporary.resolve("goal.conf"), "run.until-return = 3");
        assertEquals(0, train("--config", file.toString(), "--no-http"));
        assertEquals(OptionalDouble.of(3), settings().run().untilReturn());
        assertFalse(settings().http().isEnabled());
        assertEquals(0, train("--config", file.toString(), "--steps", "100"));
        assertEquals(OptionalDouble.empty(), settings().run().untilReturn());
        assertEquals(0, train("--steps", "100", "--set", "run.until-return=4"));
        assertEquals(OptionalDouble.of(4), settings().run().untilReturn());
    }

    @Test
    void shouldTakeTheEnvironmentFromAFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("run.conf"),
            "environment.name = cartpole, run.directory = \"" + folder() + "\"");
        assertEquals(0, tool.run("train", "--config", file.toString()));
        assertEquals("cartpole", settings().environment().name());
    }

    @Test
    void shouldAskForAnEnvironment() {
        assertEquals(2, tool.run("train"));
        assertEquals("error: which environment? As in: troupe train cartpole (troupe envs lists them)\n"
            + "See troupe train --help\n", tool.err());
    }

    @Test
    void shouldTellAllMistakesOfTheConfigurationAndLeaveNothingBehind() {
        assertEquals(2, train("--set", "a.b=1", "--lanes", "many", "--set", "learning.discount=2"));
        assertEquals(4, tool.err().lines().count(), tool.err());
        assertTrue(tool.err().startsWith("error: 3 problems in the configuration:\n  --set: a: unknown key"),
            tool.err());
        assertTrue(tool.err().contains("\n  --lanes: actors.lanes: got \"many\", expected"), tool.err());
        assertFalse(Files.exists(folder()));
    }

    @Test
    void shouldRefuseAFolderWithARun() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("metrics.jsonl"), "{}");
        assertEquals(2, train());
        assertEquals("error: the folder " + folder()
            + " holds a run already; go on with it (troupe train --resume " + folder()
            + "), choose another one with --run-dir, or delete it\n", tool.err());
    }

    @Test
    void shouldStopCleanlyWhenInterrupted() throws Exception {
        tool.runs.isEndless = true;
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> train());
        assertTrue(tool.runs.begun.await(10, TimeUnit.SECONDS));
        tool.requestStop.accept("interrupted");
        assertEquals(0, status.get(10, TimeUnit.SECONDS));
        assertTrue(tool.isInterruptible);
        assertTrue(tool.out().contains("interrupted: greedy return"), tool.out());
    }

    @Test
    void shouldTellAnExpectedErrorInOneLineAndKeepItsTrace() throws IOException {
        tool.runs.failure = new TroupeException(ErrorCode.RESOURCE, "port 8080 is taken; choose another one",
            new IOException("bind"));
        assertEquals(3, train());
        assertEquals("error: port 8080 is taken; choose another one\n", tool.err());
        String log = Files.readString(folder().resolve("troupe.log"));
        assertTrue(log.contains("IOException: bind") && log.contains("\tat "), log);
        assertFalse(tool.isListening);
    }

    @Test
    void shouldTellAnUnexpectedErrorInOneLineToo() throws IOException {
        tool.runs.failure = new UnsatisfiedLinkError("no torch");
        assertEquals(3, train());
        assertEquals("error: this should not have happened: java.lang.UnsatisfiedLinkError: no torch; what led to it"
            + " is in " + folder().resolve("troupe.log") + "\n", tool.err());
        assertTrue(Files.readString(folder().resolve("troupe.log")).contains("\tat "));
    }

    @Test
    void shouldLogToTheRunsFolder() throws IOException {
        assertEquals(0, train());
        LoggerFactory.getLogger("akka.test").info("a member joined");
        assertTrue(Files.readString(folder().resolve("troupe.log")).contains("INFO  akka.test [main] a member joined"));
    }

    @Test
    void shouldRunALearnerOfItsOwn() {
        assertEquals(0, tool.run("learner", "--set", "run.directory=" + folder()));
        assertEquals(List.of("learner"), tool.runs.asked);
        assertTrue(tool.isInterruptible);
        assertTrue(Files.exists(folder().resolve("config.conf")));
        assertTrue(tool.out().contains("goal reached"), tool.out());
    }

    @Test
    void shouldLeaveTheTalkingToTheParentOfALearner() throws IOException {
        assertEquals(0, train());
        String config = Files.readString(folder().resolve("config.conf"));
        Tool child = new Tool();
        assertEquals(0, child.run("learner", "--supervised", "--set", "run.directory=" + folder(),
            "--set", "cluster.port=2551"));
        assertFalse(child.isInterruptible);
        assertEquals(1, child.out().lines().count(), child.out());
        assertEquals(config, Files.readString(folder().resolve("config.conf")));
    }
}
