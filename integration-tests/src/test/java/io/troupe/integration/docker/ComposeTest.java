package io.troupe.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.Books;
import io.troupe.integration.RunFiles;
import io.troupe.learner.status.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and the compose files as they are: containers that share a driver's memory, and that talk over UDP. */
@Tag("docker")
class ComposeTest {
    /** Far from the goal of masked CartPole, and above what a network reaches that has learned nothing (about 10). */
    private static final double LOW_GOAL = 60;
    private static final Map<String, Integer> ALL_ENDED_IN_ORDER =
        Map.of("credentials", 0, "driver", 0, "learner", 0, "replay-1", 0, "replay-2", 0, "actor", 0);
    private static final List<String> SHARED_MEMORY = List.of("docker-compose.yml");
    private static final List<String> UDP = List.of("docker-compose.yml", "deploy/compose.udp.yml");
    private static final Duration START = Duration.ofSeconds(150);
    /** Longer than the failure detector (5 s) and the resolver (7 s) take: both sides have given the other up. */
    private static final long PULLED_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private Path copies;

    /** Before each, not once for all: what is skipped is to be counted. */
    @BeforeEach
    void checkEngine() throws IOException {
        assumeTrue(ComposeProject.doesEngineAnswer(), "no Docker engine with Compose v2 answers (docker info)");
        ComposeProject.removeOrphans();
        assertTrue(ComposeProject.isBuilt(), "no launcher/target/troupe.jar to make the image of; run ./troupe build");
    }

    @Test
    void shouldTakeMoreActorsAndShardsAndFewerThenEndInOrderWhenStoppedAndGoOnToItsGoal() throws IOException {
        inContainers("stop", SHARED_MEMORY, "--set run.until-return=none --set run.max-env-steps=1000000000"
            + " --set replay.drain-s=3 --set actors.move-after-ms=1000 --set evaluation.episodes=20", project -> {
            RunPage page = new RunPage(project.pageAddress());
            JsonNode started = page.await(ComposeTest::isLearning, START);
            assertEquals(Set.of("learner", "replay-1", "replay-2", project.actor(1), project.actor(2)),
                names(started.path("nodes")));
            assertEquals(Set.of(project.actor(1), project.actor(2)), names(started.path("actors")));
            project.scale(6, 2);
            page.await(status -> producing(status) == 6, START);
            project.scale(1, 2);
            page.await(status -> status.path("actors").size() == 1 && producing(status) == 1, START);
            project.scale(1, 3);
            page.await(status -> drawnFrom(status).contains("replay-3"), START);
            project.stop("replay-3");
            JsonNode two = page.await(status -> names(status.path("shards")).equals(Set.of("replay-1", "replay-2")), START);
            page.await(status -> status.path("learner_steps").asLong() > two.path("learner_steps").asLong() + 20, START);

            project.stop();

            // 137 would tell of a container that had to be killed after its time of grace.
            Map<String, Integer> withThirdShard = new TreeMap<>(ALL_ENDED_IN_ORDER);
            withThirdShard.put("replay-3", 0);
            assertEquals(withThirdShard, project.exitStatus());
            RunFiles stopped = copyOfRun(project, "stopped");
            RunSummary summary = summary(stopped);
            assertEquals(RunSummary.INTERRUPTED, summary.reason());
            assertNothingMissing(stopped);
            assertTrue(stopped.hasCheckpoint(), "a stopped run leaves a checkpoint");

            project.options("--set run.until-return=" + LOW_GOAL);
            project.up();
            JsonNode again = new RunPage(project.pageAddress()).await(status ->
                status.path("env_steps").asLong() > summary.envSteps(), START);
            assertTrue(again.path("run_id").asText().startsWith(stopped.folder().getFileName().toString()), again::toString);
            assertEquals(ALL_ENDED_IN_ORDER, project.awaitEnd(Duration.ofSeconds(180)));
            RunFiles ended = copyOfRun(project, "ended");
            // Its container is gone, and what it stored counts still.
            move(stopped, ended, "replay-3");
            assertEquals(RunSummary.GOAL_REACHED, summary(ended).reason());
            assertTrue(summary(ended).evaluations().bestReturn().orElseThrow() >= LOW_GOAL, () -> summary(ended).toString());
            assertNothingMissing(ended);
        });
    }

    @Test
    void shouldSurviveTheDeathOfEachPartAndAPulledCable() throws IOException {
        inContainers("kills", UDP, "--set run.until-return=none --set run.max-env-steps=1000000000"
            + " --set run.checkpoint-interval-s=3 --set cluster.failure-timeout-s=5", project -> {
            RunPage page = new RunPage(project.pageAddress());
            JsonNode before = page.await(ComposeTest::isLearning, START);
            project.kill("actor");
            project.start("actor");
            before = goesOn(page, before, status -> starts(status, project.actor(1)) == 2);
            project.kill("replay-1");
            project.start("replay-1");
            before = goesOn(page, before, status -> starts(status, "replay-1") == 2);
            project.kill("learner");
            project.start("learner");
            // Another port of the host's, and a learner that has seen everybody start once.
            page = new RunPage(project.pageAddress());
            before = goesOn(page, before, status -> starts(status, "learner") == 1);
            project.disconnect("replay-2");
            long pulledNs = System.nanoTime();
            page.await(status -> !names(status.path("shards")).contains("replay-2")
                && System.nanoTime() - pulledNs > PULLED_NS, START);
            project.connect("replay-2");
            before = goesOn(page, before, status -> starts(status, "replay-2") == 2);
            // In order, so that the others hear of it, and wait for it.
            project.restart("learner");
            page = new RunPage(project.pageAddress());
            goesOn(page, before, status -> status.path("actors").size() == 2 && status.path("shards").size() == 2);

            project.stop();

            assertEquals(0, project.exitStatus().get("learner"));
            RunFiles run = copyOfRun(project, "stopped");
            RunSummary summary = summary(run);
            assertEquals(RunSummary.INTERRUPTED, summary.reason());
            // What a killed actor had not been told is stored is all that may be lost.
            assertTrue(Books.assertBalanced(run) < 1_000, summary::toString);
            assertEquals(0, summary.ledger().destroyed(), summary::toString);
        });
    }

    /** All parts are there, and it has learned and stored more than before. */
    private static JsonNode goesOn(RunPage page, JsonNode before, Predicate<JsonNode> isBack) {
        return page.await(status -> isLearning(status) && isBack.test(status)
            && status.path("run_id").asText().equals(before.path("run_id").asText())
            && producing(status) == 2
            && status.path("env_steps").asLong() > before.path("env_steps").asLong() + 500
            && status.path("learner_steps").asLong() > before.path("learner_steps").asLong() + 20, START);
    }

    private static int starts(JsonNode status, String node) {
        return StreamSupport.stream(status.path("nodes").spliterator(), false)
            .filter(one -> one.path("name").asText().equals(node)).mapToInt(one -> one.path("starts").asInt()).sum();
    }

    private void inContainers(String purpose, List<String> files, String options, Consumer<ComposeProject> test)
        throws IOException {
        try (ComposeProject project = new ComposeProject(purpose, options, files)) {
            try {
                project.up();
                test.accept(project);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nwhat the containers said is in " + project.keepLogs(), e);
            }
        }
    }

    private static boolean isLearning(JsonNode status) {
        return status.path("learner_steps").asLong() > 0 && status.path("shards").size() == 2
            && status.path("actors").size() == 2;
    }

    private static long producing(JsonNode status) {
        return StreamSupport.stream(status.path("actors").spliterator(), false)
            .filter(actor -> actor.path("produced_steps").asLong() > 0).count();
    }

    private static Set<String> drawnFrom(JsonNode status) {
        return names(StreamSupport.stream(status.path("shards").spliterator(), false)
            .filter(shard -> shard.path("sampled_rows").asLong() > 0).toList());
    }

    private static Set<String> names(Iterable<JsonNode> list) {
        Set<String> names = new TreeSet<>();
        list.forEach(entry -> names.add(entry.path("name").asText()));
        return names;
    }

    private RunFiles copyOfRun(ComposeProject project, String name) {
        try {
            return project.copyOfRun(Files.createDirectory(copies.resolve(name)));
        } catch (IOException e) {
            throw new AssertionError("cannot copy the run", e);
        }
    }

    private static void move(RunFiles from, RunFiles to, String shard) {
        try {
            Files.move(from.folder().resolve("replay").resolve(shard), to.folder().resolve("replay").resolve(shard));
        } catch (IOException e) {
            throw new AssertionError("cannot move what " + shard + " holds", e);
        }
    }

    private static RunSummary summary(RunFiles run) {
        return RunSummary.read(run.folder().resolve("summary.json"));
    }

    private static void assertNothingMissing(RunFiles run) {
        assertEquals(0, Books.assertBalanced(run));
        assertTrue(run.storedSteps() > 0, "nothing was stored");
    }
}
