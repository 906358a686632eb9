package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard is added to a run with processes, and another one taken away, as an operator does it. */
@Tag("process")
class JoinAndDrainTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeAShardInAndLetAnotherOneGoWithoutLosingAStep() {
        RunFiles run = new RunFiles(folder.resolve("elastic"));
        try (Family family = Family.startEndless(run,
            "--set", "actors.move-after-ms=1000", "--set", "replay.drain-s=2")) {
            family.awaitLearning();
            try (TroupeProcess third = TroupeProcess.start(folder, "replay",
                "--config", run.folder().resolve("nodes").resolve("replay-1.conf").toString(),
                "--set", "cluster.node-name=replay-3", "--set", "cluster.port=0",
                "--set", "replay.directory=" + run.folder().resolve("replay").resolve("replay-3")).showing(run)) {
                family.await("lanes at the new shard, and rows from it", () -> {
                    JsonNode shard = family.page.named("shards", "replay-3");
                    return shard.path("stored_steps").asLong() > 200 && shard.path("sampled_rows").asLong() > 200;
                });
                long leaving = run.pid("replay-2");
                family.terminate("replay-2");
                family.await("the other shard to have left", () ->
                    family.page.status().path("shards").size() == 2
                    && family.page.named("shards", "replay-2").isMissingNode());
                family.await("its process to have ended", () -> ProcessHandle.of(leaving).isEmpty());
                long storedBefore = family.page.status().path("env_steps").asLong();
                family.await("more steps at those that stay", () ->
                    family.page.status().path("env_steps").asLong() > storedBefore + 500);
                assertEquals(leaving, run.pid("replay-2"), "who left in order is not started again");

                assertEquals(202, family.page.stop(run));
                assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
                assertEquals(0, third.awaitExit(TroupeProcess.LIMIT), third::evidence);
            }
            assertEquals(0, Books.assertBalanced(run));
            long retired = run.summary().get("transitions_retired").asLong();
            assertTrue(retired > 0 && retired < run.storedSteps(), run::evidence);
            family.awaitNothingLeft();
        }
    }

    @Test
    void shouldEndARunWhoseShardsDrainAllWithoutLosingAStep() {
        RunFiles run = new RunFiles(folder.resolve("drained"));
        try (Family family = Family.startEndless(run, "--set", "replay.drain-s=60")) {
            family.awaitLearning();
            family.terminate("replay-1");
            family.terminate("replay-2");
            family.await("lanes that wait", () -> {
                String told = RunFiles.tail(run.folder().resolve("nodes").resolve("replay-1.log"))
                    + RunFiles.tail(run.folder().resolve("nodes").resolve("replay-2.log"));
                return told.contains("draining");
            });
            assertEquals(202, family.page.stop(run));
            assertEquals(0, family.supervisor.awaitExit(TroupeProcess.LIMIT), family.supervisor::evidence);
            assertEquals(0, Books.assertBalanced(run));
            assertEquals(0, run.summary().get("transitions_retired").asLong(), "the end of the run cut it short");
            family.awaitNothingLeft();
        }
    }
}
