package io.troupe.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.learner.status.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and docker-compose.yml as they are: containers that reach each other by name, over UDP. */
@Tag("docker")
class ComposeTest {
    /** Far from the goal of masked CartPole, and above what a network reaches that has learned nothing (about 10). */
    private static final double LOW_GOAL = 60;
    private static final Map<String, Integer> ALL_ENDED_IN_ORDER =
        Map.of("learner", 0, "replay-1", 0, "replay-2", 0, "actor", 0);

    @TempDir
    private Path copies;

    /** Before each, not once for all: what is skipped is to be counted. */
    @BeforeEach
    void checkEngine() {
        assumeTrue(ComposeProject.doesEngineAnswer(), "no Docker engine with Compose v2 answers (docker info)");
        assertTrue(ComposeProject.isBuilt(), "no launcher/target/troupe.jar to make the image of; run ./troupe build");
    }

    @Test
    void shouldReachItsGoalInContainersAndEndByItself() throws IOException {
        inContainers("goal", "--set run.until-return=" + LOW_GOAL + " --set evaluation.episodes=20", project -> {
            JsonNode status = new RunPage(project.pageAddress()).await(ComposeTest::isLearning, Duration.ofSeconds(150));

            assertEquals(Set.of("learner", "replay-1", "replay-2", project.actor(1), project.actor(2)),
                names(status.path("nodes")));
            assertEquals(Set.of("replay-1", "replay-2"), names(status.path("shards")));
            assertEquals(Set.of(project.actor(1), project.actor(2)), names(status.path("actors")));

            assertEquals(ALL_ENDED_IN_ORDER, project.awaitEnd(Duration.ofSeconds(180)));
            RunSummary summary = summary(project);
            assertEquals(RunSummary.GOAL_REACHED, summary.reason());
            assertTrue(summary.evaluations().bestReturn().orElseThrow() >= LOW_GOAL, summary::toString);
            assertNothingMissing(summary);
        });
    }

    @Test
    void shouldTakeMoreActorsAndFewerAndEndInOrderWhenStopped() throws IOException {
        inContainers("stop", "--set run.until-return=none --set run.max-env-steps=1000000000", project -> {
            RunPage page = new RunPage(project.pageAddress());
            page.await(ComposeTest::isLearning, Duration.ofSeconds(150));
            project.scaleActors(4);
            page.await(status -> producing(status) == 4, Duration.ofSeconds(90));
            project.scaleActors(1);
            page.await(status -> status.path("actors").size() == 1 && producing(status) == 1, Duration.ofSeconds(60));

            project.stop();

            // 137 would tell of a container that had to be killed after its time of grace.
            assertEquals(ALL_ENDED_IN_ORDER, project.exitStatus());
            RunSummary summary = summary(project);
            assertEquals(RunSummary.INTERRUPTED, summary.reason());
            assertNothingMissing(summary);
            assertTrue(list(onlyRun().resolve("checkpoints")).stream().anyMatch(name -> name.startsWith("checkpoint-")),
                "a stopped run leaves a checkpoint");
        });
    }

    private void inContainers(String purpose, String options, Consumer<ComposeProject> test) throws IOException {
        try (ComposeProject project = new ComposeProject(purpose, options)) {
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

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(entry -> names.add(entry.path("name").asText()));
        return names;
    }

    private RunSummary summary(ComposeProject project) {
        project.copyOfRuns(copies);
        return RunSummary.read(onlyRun().resolve("summary.json"));
    }

    private Path onlyRun() {
        Path runs = copies.resolve("runs");
        Set<String> all = list(runs);
        assertEquals(1, all.size(), "runs: " + all);
        return runs.resolve(all.iterator().next());
    }

    private static void assertNothingMissing(RunSummary summary) {
        RunSummary.Ledger ledger = summary.ledger();
        assertTrue(ledger.produced() > 0, summary::toString);
        assertEquals(ledger.produced(), ledger.stored() + ledger.lost(), summary::toString);
        assertEquals(0, ledger.lost(), summary::toString);
    }

    private static Set<String> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }
}
