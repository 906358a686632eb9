package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunLock;
import io.troupe.learner.status.RunSummary;
import io.troupe.proto.CheckpointManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --resume}: what it takes over, and what it refuses. */
class ResumeCommandsTest {
    private final Tool tool = new Tool();
    @TempDir
    private Path temporary;
    private RunFolder folder;

    @BeforeEach
    void train() {
        Path path = temporary.resolve("run");
        assertEquals(0, new Tool().run("train", "cartpole", "--run-dir", path.toString(), "--seed=7", "--lanes=4",
            "--until-return=450", "--set", "replay.capacity-steps=60000"));
        folder = RunFolder.open(path);
    }

    private int resume(String... more) {
        List<String> all = new ArrayList<>(List.of("train", "--resume", folder.path().toString()));
        all.addAll(List.of(more));
        return tool.run(all.toArray(new String[0]));
    }

    private TroupeSettings settings() {
        return tool.runs.request.configuration().settings();
    }

    private void assertRefused(int status, String... parts) {
        for (String part : parts) {
            assertTrue(tool.err().contains(part), () -> "'" + part + "' is not told: " + tool.err());
        }
        assertNull(tool.runs.request, "nothing was started");
        assertEquals(1, folder.incarnation(), "nothing was changed");
        assertEquals(1, tool.err().lines().filter(line -> line.startsWith("error: ")).count(), tool::err);
    }

    private void hasDone(long envSteps) throws IOException {
        Files.writeString(folder.metrics(), "{\"time_s\":9.5,\"env_steps\":" + envSteps + ",\"learner_steps\":300}\n");
    }

    @Test
    void shouldGoOnWithTheRunsOwnSettings() {
        assertEquals(0, resume(), tool::err);
        assertEquals(7, settings().run().seed());
        assertEquals(4, settings().actors().lanes());
        assertEquals(OptionalDouble.of(450), settings().run().untilReturn());
        assertEquals(folder.path(), tool.runs.request.folder().path());
        assertEquals(2, folder.incarnation());
        assertEquals(List.of(
            "training cartpole with mlp, seed 7, in " + folder.path(),
            "live page: http://127.0.0.1:8080/",
            "it had come to no checkpoint: its weights begin anew, its replay stays",
            "resumed from no checkpoint (learner step 0, 100 env steps, 24,000 steps in the replay)"),
            tool.out().lines().limit(4).toList());
    }

    @Test
    void aLearnerThatIsToGoOnShouldTakeUpTheRunThatWasKilled() {
        assertEquals(0, tool.run("learner", "--go-on", "--set", "run.directory=" + folder.path()), tool::err);
        assertEquals(folder.path(), tool.runs.request.folder().path());
        assertEquals(2, folder.incarnation());
        assertEquals(7, settings().run().seed());
    }

    @Test
    void aLearnerThatIsToGoOnShouldBeginTheRunOfANamedFolderWhereThereIsNone() {
        Path mine = temporary.resolve("mine");
        assertEquals(0, tool.run("learner", "--go-on", "--set", "run.directory=" + mine, "--set",
            "environment.name=cartpole"), tool::err);
        assertEquals(mine, tool.runs.request.folder().path());
        assertEquals(1, RunFolder.open(mine).incarnation());
    }

    @Test
    void aLearnerThatIsToGoOnShouldEndWhereTheRunOfANamedFolderIsDone() throws IOException {
        hasDone(1_000_000);
        assertEquals(0, tool.run("learner", "--go-on", "--set", "run.directory=" + folder.path()), tool::err);
        assertTrue(tool.out().startsWith("the run in " + folder.path() + " has done 1,000,000 env steps"), tool::out);
        assertNull(tool.runs.request, "another run could not begin in its folder");
        assertEquals(1, folder.incarnation());
    }

    @Test
    void aLearnerThatIsToGoOnShouldRefuseWhatTheRunOfANamedFolderCannotBe() {
        assertEquals(2, tool.run("learner", "--go-on", "--set", "run.directory=" + folder.path(), "--set",
            "environment.name=masked-cartpole"));
        assertRefused(2, "environment.name cannot change when a run is resumed: it was cartpole, and is masked-cartpole");
        assertEquals("cartpole", folder.configuration().settings().environment().name(), "its configuration stays");
    }

    @Test
    void aLearnerThatIsToGoOnShouldRefuseTheRunOfANamedFolderThatIsStillRunning() {
        try (RunLock owner = folder.lock()) {
            assertEquals(3, tool.run("learner", "--go-on", "--set", "run.directory=" + folder.path()));
            assertRefused(3, "the run in " + folder.path() + " is still running");
        }
    }

    @Test
    void shouldResumeEitherTheNamedRunOrTheChosenOne() {
        assertEquals(2, tool.run("learner", "--go-on", "--resume", folder.path().toString()));
        assertRefused(2, "--resume and --go-on exclude each other");
    }

    @Test
    void shouldPutWhatIsGivenNowOverTheRunsSettings() throws IOException {
        Path file = Files.writeString(temporary.resolve("more.conf"), "learning.batch-size = 128");
        assertEquals(0, resume("cartpole", "--seed=8", "--config", file.toString(), "--set", "learning.n-step=6",
            "--set", "replay.priority-exponent=0.3", "--processes"), tool::err);
        assertEquals(8, settings().run().seed());
        assertEquals(128, settings().learning().batchSize());
        assertEquals(6, settings().learning().nStep());
        assertEquals(0.3, settings().replay().priorityExponent());
        assertEquals(4, settings().actors().lanes());
        assertEquals(1, settings().actors().count(), "as many as before");
        assertEquals(6, folder.configuration().settings().learning().nStep(), "the next start knows it");
        assertFalse(Files.readString(folder.path().resolve("config-1.conf")).contains("n-step=6"));
    }

    @Test
    void shouldRefuseAnotherEnvironmentAndNameBoth() {
        assertEquals(2, resume("--set", "environment.name=gridworld"));
        assertRefused(2, "gridworld", "cartpole");
    }

    @Test
    void shouldRefuseOtherInputs() {
        assertEquals(2, resume("--set", "environment.previous-action=true"));
        assertRefused(2, "environment.previous-action cannot change when a run is resumed: it was false, and is true now");
    }

    @Test
    void shouldRefuseOtherSizesOfTheReplaysFiles() {
        assertEquals(2, resume("--set", "replay.segment-steps=32"));
        assertRefused(2, "replay.segment-steps cannot change when a run is resumed: it was ", ", and is 32 now");
    }

    @Test
    void shouldRefuseAnotherCapacity() {
        assertEquals(2, resume("--set", "replay.capacity-steps=50000"));
        assertRefused(2, "replay.capacity-steps / replay.shards", "it was 30000, and is 25000 now");
    }

    @Test
    void shouldKeepTheSizeOfEachShardWhereThereAreMore() {
        assertEquals(0, resume("--shards=3"), tool::err);
        assertEquals(90_000, settings().replay().capacitySteps());
        assertTrue(tool.out().contains("it has 3 shards now, and had 2: the new ones begin empty"), tool::out);
    }

    @Test
    void shouldKeepTheWeightsAndTellWhereTheOptimizerIsAnother() {
        TroupeSettings before = folder.configuration().settings();
        ParameterLayout parameters = QNetwork.of(before.network(),
            Environments.named("cartpole").schema(before.environment().options())).parameters();
        new CheckpointStore(folder.checkpoints(), 1, parameters).save(CheckpointManifest.getDefaultInstance(),
            LearnerState.ofSize(parameters.size()));
        assertEquals(0, resume("--set", "learning.optimizer.kind=rmsprop"), tool::err);
        assertTrue(tool.out().contains("it has another optimizer now: "), tool::out);
        assertEquals(0, resume("--set", "learning.discount=0.9"), tool::err);
        assertEquals(tool.out().indexOf("another optimizer"), tool.out().lastIndexOf("another optimizer"));
    }

    @Test
    void shouldRefuseAnEnvironmentThatHasAnotherLayoutNow() throws IOException {
        Files.writeString(folder.path().resolve("layout"), "state float32[17]\n");
        assertEquals(3, resume());
        assertRefused(3, "have the layout 'state float32[17]', those of its environment now have '");
    }

    @Test
    void shouldRefuseARunThatIsStillRunning() {
        RunLock owner = folder.lock();
        assertEquals(3, resume());
        assertRefused(3, "the run in " + folder.path() + " is still running");
        owner.close();
        assertEquals(0, resume());
    }

    @Test
    void shouldRefuseWhatIsNoRun() {
        assertEquals(2, tool.run("train", "--resume", temporary.toString()));
        assertRefused(2, temporary + " is not the folder of a run");
    }

    @Test
    void shouldKeepARunInItsFolder() {
        assertEquals(2, resume("--run-dir", "elsewhere"));
        assertRefused(2, "--resume and --run-dir exclude each other");
    }

    @Test
    void shouldTellWhichOptionGivesAFinishedRunMoreSteps() throws IOException {
        hasDone(5_010);
        assertEquals(0, resume("--steps", "5000"));
        assertEquals("the run in " + folder.path() + " has done 5,010 env steps and was to end after 5,000; it goes on"
            + " with more of them: --steps N, with N above 5010\n", tool.out());
        assertEquals(1, folder.incarnation());
        assertEquals(0, resume("--steps", "6000"));
        assertEquals(6_000, settings().run().maxEnvSteps());
        assertEquals(2, folder.incarnation());
    }

    @Test
    void shouldTellWhichOptionGivesARunANewGoal() throws IOException {
        hasDone(5_010);
        new RunSummary(5_010, 300, 9.5, OptionalDouble.of(9), new RunSummary.Evaluations(OptionalDouble.of(455),
            OptionalDouble.of(455), 100), new RunSummary.Ledger(5_010, 5_010, 0, 0, 0, 0), RunSummary.GOAL_REACHED)
            .write(folder.summary());
        assertEquals(0, resume());
        assertTrue(tool.out().startsWith("the run in " + folder.path() + " has reached its goal: greedy return 455.0 of"
            + " 450.0; it goes on with a higher one, --until-return R"), tool::out);
        assertNull(tool.runs.request);
        assertEquals(0, resume("--until-return", "490"));
        assertEquals(OptionalDouble.of(490), settings().run().untilReturn());
    }

    @Test
    void shouldResumeALearnerOfItsOwn() {
        assertEquals(0, tool.run("learner", "--resume", folder.path().toString(), "--set", "cluster.port=2551"),
            tool::err);
        assertEquals(List.of("learner"), tool.runs.asked);
        assertEquals(7, settings().run().seed());
        assertEquals(2, folder.incarnation());
        assertTrue(tool.out().contains("resumed from no checkpoint"), tool::out);
    }
}
