package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.launcher.run.NodeRuns;
import io.troupe.launcher.run.ResumedRun;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in this JVM: trains a bit, ends, and goes on with changes. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResumeTest {
    @TempDir
    private Path temporary;
    private RunFiles run;
    private RunSummary first;
    private final AtomicReference<RunSnapshot> back = new AtomicReference<>();

    @BeforeEach
    void train() {
        run = new RunFiles(temporary.resolve("run"));
        SettingsLoader loader = loader();
        List.of("environment.name=cartpole", "run.max-env-steps=3000", "run.until-return=none", "actors.count=2",
            "http.enabled=false", "evaluation.episodes=10", "run.directory=" + run.folder()).forEach(loader::set);
        EffectiveConfiguration configuration = loader.load();
        RunFolder folder = RunFolder.create(configuration, LocalDateTime.now());
        first = new NodeRuns().train(new TrainRequest(configuration, folder, false, snapshot -> { })).run();
        assertEquals(0, Books.assertBalanced(run));
    }

    @Test
    void shouldGoOnWithTheOldStepsUnderAnotherNAndAnotherExponent() {
        ResumedRun resumed = resume("learning.n-step=2", "replay.priority-exponent=0.4");
        assertEquals(List.of(), resumed.notes());
        RunSummary second = go(resumed);
        assertGoesOn(second);
        assertTrue(resumed.origin().startsWith("checkpoint-00000"), resumed::origin);
        // What the weights had learned is not unlearned by a fresh start.
        assertTrue(Files.isDirectory(run.folder().resolve("checkpoints")));
        assertFalse(Files.exists(run.folder().resolve("checkpoints-1")));
    }

    @Test
    void shouldKeepTheReplayForAnotherNetwork() {
        ResumedRun resumed = resume("network.encoder.hidden-units=[64]");
        assertEquals(List.of("it has another network now: the weights begin anew, the replay stays; the checkpoints of"
            + " before are kept in " + run.folder().resolve("checkpoints-1")), resumed.notes());
        assertGoesOn(go(resumed));
        assertTrue(Files.isDirectory(run.folder().resolve("checkpoints-1")));

        ResumedRun third = resume("run.max-env-steps=7500");
        assertEquals(List.of(), third.notes(), "the new network has checkpoints of its own");
        RunSummary end = go(third);
        assertTrue(end.envSteps() >= 7_500, end::toString);
        assertEquals(0, Books.assertBalanced(run));
    }

    @Test
    void shouldTakeFurtherShardsInEmptyAndLeaveOutThoseThatAreNotWanted() {
        ResumedRun more = resume("replay.shards=3");
        assertEquals(List.of("it has 3 shards now, and had 2: the new ones begin empty"), more.notes());
        assertGoesOn(go(more));
        assertEquals(3, back.get().shards().size(), back::toString);

        long before = run.summary().get("env_steps").asLong();
        ResumedRun fewer = resume("replay.shards=1", "run.max-env-steps=7500");
        assertEquals(1, fewer.notes().size(), () -> fewer.notes().toString());
        RunSummary end = go(fewer);
        assertEquals(1, back.get().shards().size(), back::toString);
        assertTrue(back.get().envSteps() >= before && back.get().replaySize() < before, back::toString);
        assertTrue(end.envSteps() >= 7_500, end::toString);
        assertEquals(0, Books.assertBalanced(run));
    }

    private void assertGoesOn(RunSummary second) {
        assertEquals(RunSummary.STEPS_DONE, second.reason());
        RunSnapshot start = back.get();
        assertTrue(start.replaySize() >= first.envSteps(), () -> "the replay came back with " + start);
        assertTrue(start.envSteps() >= first.envSteps(), start::toString);
        assertTrue(start.learnerSteps() >= first.learnerSteps(), start::toString);
        assertTrue(start.timeS() >= first.wallS(), start::toString);
        assertTrue(second.envSteps() >= 6_000, second::toString);
        assertTrue(second.learnerSteps() > first.learnerSteps(), second::toString);
        assertTrue(second.wallS() > first.wallS(), second::toString);
        assertTrue(second.ledger().produced() >= 6_000, second::toString);
        assertEquals(0, Books.assertBalanced(run));
        assertMetricsGoOn();
        assertTrue(Files.exists(run.folder().resolve("config-1.conf")));
        assertTrue(Files.exists(run.folder().resolve("summary-1.json")));
    }

    private void assertMetricsGoOn() {
        JsonNode before = null;
        for (JsonNode line : run.metrics()) {
            for (String name : List.of("time_s", "env_steps", "learner_steps", "weights_version")) {
                double last = before == null ? 0 : before.get(name).asDouble();
                assertTrue(line.get(name).asDouble() >= last, () -> name + " falls: " + run.metrics());
            }
            before = line;
        }
    }

    private ResumedRun resume(String... assignments) {
        RunFolder folder = RunFolder.open(run.folder());
        SettingsLoader loader = loader().resumed(folder.config()).set("run.max-env-steps=6000");
        List.of(assignments).forEach(loader::set);
        ResumedRun resumed = ResumedRun.of(folder, loader.load());
        assertTrue(resumed.whyDone().isEmpty());
        resumed.begin();
        return resumed;
    }

    private RunSummary go(ResumedRun resumed) {
        back.set(null);
        return new NodeRuns().train(new TrainRequest(resumed.configuration(), RunFolder.open(run.folder()), false,
            snapshot -> back.compareAndSet(null, snapshot))).run();
    }

    private static SettingsLoader loader() {
        return new SettingsLoader(name -> Environments.named(name).preset());
    }
}
