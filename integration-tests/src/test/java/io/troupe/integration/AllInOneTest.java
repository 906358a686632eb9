package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.launcher.run.NodeRuns;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.launcher.run.TrainingRun;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole system in this JVM: two shards, two actors, cluster, streams and all. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllInOneTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTrainWithTwoShardsAndTwoActors() {
        AtomicReference<RunSnapshot> widest = new AtomicReference<>();
        RunFiles run = new RunFiles(folder.resolve("run"));
        RunSummary summary = run(run, "dedicated", snapshot -> {
            if (snapshot.actors().size() == 2
                && snapshot.shards().stream().allMatch(shard -> shard.sampledRows() > 0)) {
                widest.set(snapshot);
            }
        });
        assertEquals(RunSummary.STEPS_DONE, summary.reason());
        assertTrue(summary.learnerSteps() > 0, summary::toString);
        assertEquals(0, Books.assertBalanced(run));
        assertEquals(2, widest.get().shards().size());
        assertEquals(5, widest.get().nodes().size());
        assertEquals(4, widest.get().nodes().stream().filter(node -> node.sharesProcess()
            && node.process().heapBytes() == 0).count(), "one process is told once");
        assertTrue(widest.get().actors().stream().allMatch(actor -> actor.producedSteps() > 0), widest::toString);
    }

    @Test
    void shouldTrainWithOneThreadForAllDuties() {
        RunFiles run = new RunFiles(folder.resolve("run"));
        RunSummary summary = run(run, "shared", snapshot -> { });
        assertEquals(RunSummary.STEPS_DONE, summary.reason());
        assertEquals(0, Books.assertBalanced(run));
    }

    private static RunSummary run(RunFiles run, String threading, Consumer<RunSnapshot> console) {
        SettingsLoader loader = new SettingsLoader(name -> Environments.named(name).preset());
        List.of("environment.name=cartpole", "run.max-env-steps=3000", "run.until-return=none", "actors.count=2",
            "http.enabled=false", "threading=" + threading, "evaluation.episodes=10",
            "run.directory=" + run.folder()).forEach(loader::set);
        EffectiveConfiguration configuration = loader.load();
        RunFolder runFolder = RunFolder.create(configuration, LocalDateTime.now());
        TrainingRun training = new NodeRuns().train(new TrainRequest(configuration, runFolder, false, console));
        return training.run();
    }
}
