package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.testing.Await;
import io.troupe.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe train gym:…} with the Gymnasium of {@code TROUPE_PYTHON}, or of {@code python3}. */
@Tag("process")
class GymCommandTest {
    private static final String IMPORT =
        "import=" + Path.of("..", "actor-node", "src", "test", "python", "troupe_test_envs.py").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @BeforeAll
    static void assumeGymnasium() {
        Python.assumeHas("gymnasium");
    }

    private TroupeProcess train(String environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", environment, "--no-http", "--run-dir", "run",
            "--env-set", IMPORT));
        arguments.addAll(List.of(more));
        Map<String, String> python = Map.of("TROUPE_PYTHON", Python.PROGRAM);
        return TroupeProcess.start(folder, List.of(), python, arguments.toArray(String[]::new)).showing(run());
    }

    private RunFiles run() {
        return new RunFiles(folder.resolve("run"));
    }

    private void assertRefused(String environment, String option, String... told) {
        try (TroupeProcess troupe = train(environment, "--env-set", option)) {
            troupe.awaitExit(TroupeProcess.LIMIT);
            troupe.assertTells(2, told);
            assertEquals(1, troupe.err().lines().count(), troupe::evidence);
        }
    }

    @Test
    void shouldTrainCartPole() {
        try (TroupeProcess troupe = train("gym:CartPole-v1", "--steps", "3000")) {
            assertEquals(0, troupe.awaitExit(TroupeProcess.LIMIT), troupe::evidence);
            assertEquals(0, Books.assertBalanced(run()));
            assertTrue(run().summary().get("learner_steps").asLong() > 0);
        }
    }

    @Test
    void shouldTrainOnBytesInProcessesOfTheirOwn() {
        try (TroupeProcess troupe = train("gym:test/Image-v0", "--steps", "600", "--set", "replay.min-size-steps=200",
            "--env-set", "processes=2")) {
            assertEquals(0, troupe.awaitExit(TroupeProcess.LIMIT), troupe::evidence);
            assertTrue(run().contract().schema().toString().contains("type=UINT8, shape=[3, 48, 40]"));
        }
    }

    @Test
    void shouldDrawAnEpisodeWithoutARun() {
        Map<String, String> python = Map.of("TROUPE_PYTHON", Python.PROGRAM);
        try (TroupeProcess play = TroupeProcess.start(folder, List.of(), python, "play", "--env",
            "gym:FrozenLake-v1", "--env-set", "kwargs.is_slippery=false", "--baseline", "action:2", "--seed", "1")) {
            assertEquals(0, play.awaitExit(TroupeProcess.LIMIT), play::evidence);
            assertTrue(play.out().contains("[S]FFF") && play.out().contains("step 0 | return 0.0 | action 2"),
                play::evidence);
        }
    }

    @Test
    void shouldTellInOneLineWhatCannotBe() {
        assertRefused("gym:CartPol-v1", "processes=1", "CartPol-v1", "CartPole");
        assertRefused("gym:CartPole-v1", "python=/no/python", "/no/python", "TROUPE_PYTHON");
        assertRefused("gym:test/Named-v0", "processes=1", "test/Named-v0", "Dict(", "expected Box");
        assertRefused("gym:test/Grid-v0", "processes=1", "MultiBinary", "of one dimension");
        assertRefused("gym:CartPole-v1", "kwargs.sutton=1", "sutton", "unexpected keyword");
        assertRefused("gym:CartPole-v1", "gym-wrappers=TimLimit(3)", "TimLimit", "TimeLimit");
        assertRefused("gym:CartPole-v1", "procesess=2", "procesess", "processes");
    }

    @Test
    void shouldTellWhereThereIsNoGymnasium() throws IOException {
        // A Python without what is installed in it.
        Path bare = Files.writeString(folder.resolve("bare-python"), "#!/bin/sh\nexec '" + Python.PROGRAM + "' -S \"$@\"\n");
        assertTrue(bare.toFile().setExecutable(true));
        TroupeProcess.run(folder, "train", "gym:CartPole-v1", "--env-set", "python=" + bare)
            .assertTells(2, "Gymnasium cannot be imported", "pip install gymnasium", "TROUPE_PYTHON");
    }

    @Test
    void shouldGiveUpWhereEveryStepThrows() throws IOException {
        try (TroupeProcess troupe = train("gym:test/Faulty-v0", "--env-set", "kwargs.fails_at=1", "--lanes", "2")) {
            troupe.awaitExit(TroupeProcess.LIMIT);
            troupe.assertTells(3, "ValueError: failed on purpose at 1", "max-environment-failures", "the log");
            String log = Files.readString(run().folder().resolve("troupe.log"));
            assertTrue(log.contains("Traceback (most recent call last)"));
        }
    }

    @Test
    void shouldGoOnWhereEpisodesEndInAnExceptionAndWhereThePythonIsKilled() throws Exception {
        try (TroupeProcess troupe = train("gym:test/Faulty-v0", "--env-set", "kwargs.fails_at=50", "--env-set",
            "kwargs.noise=true", "--set", "replay.min-size-steps=200", "--steps", "8000")) {
            Await.until("a Python", SOON, troupe::evidence,
                () -> !pythons(troupe.handle()).isEmpty() && !isEmpty("metrics.jsonl"));
            pythons(troupe.handle()).forEach(python -> assertTrue(python.destroyForcibly()));
            assertEquals(0, troupe.awaitExit(TroupeProcess.LIMIT), troupe::evidence);
            assertEquals(0, Books.assertBalanced(run()));
            assertTrue(Files.readString(run().folder().resolve("troupe.log")).contains("was killed by signal 9"));
        }
    }

    @Test
    void shouldTakeThePythonsWithItWhereItIsKilled() {
        try (TroupeProcess troupe = train("gym:test/Faulty-v0", "--env-set", "kwargs.sleep_s=0.05")) {
            Await.until("a Python", SOON, troupe::evidence, () -> pythons(troupe.handle()).size() > 0);
            List<ProcessHandle> pythons = pythons(troupe.handle());
            assertTrue(troupe.handle().destroyForcibly());
            Await.until("the end of Python", SOON, troupe::evidence,
                () -> pythons.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private boolean isEmpty(String name) {
        try {
            return Files.size(run().folder().resolve(name)) == 0;
        } catch (IOException notYet) {
            return true;
        }
    }

    private static List<ProcessHandle> pythons(ProcessHandle troupe) {
        return troupe.descendants().filter(one -> one.info().command().orElse("").contains("python")).toList();
    }
}
