package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.safetensors.SafetensorsFile;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run whose process is killed again and again at moments drawn from a seed, a checkpoint every second, until it is let
 * go on to its goal; it is asked for actions all the while. {@code -Dtroupe.kills=20} for more of it than there is time
 * for in every test run.
 */
@Tag("process")
class RepeatedKillTest {
    private static final int KILLS = Integer.getInteger("troupe.kills", 3);
    private static final int LATEST_MS = 3_000;
    private static final Pattern RESUMED = Pattern.compile("resumed from (checkpoint-\\d+) \\(learner step ([\\d,]+)");

    @TempDir
    private Path folder;

    @Test
    void shouldResumeFromAWholeCheckpointEachTimeAndComeToItsGoal() throws Exception {
        RunFiles run = new RunFiles(folder.resolve("killed"));
        SplittableRandom random = new SplittableRandom(20_260_101);
        kill(run, random, 0, "train", "cartpole", "--run-dir", run.folder().toString(), "--until-return", "none",
            "--steps", "100000000", "--set", "run.checkpoint-interval-s=1");
        long step = 0;
        for (int kill = 1; kill < KILLS; kill++) {
            step = kill(run, random, step, "train", "--resume", run.folder().toString());
        }
        int port = Page.freePort();
        TroupeProcess last;
        try (PolicyObserver observer = new PolicyObserver(port)) {
            last = TroupeProcess.run(folder, "train", "--resume", run.folder().toString(), "--http-port",
                Integer.toString(port), "--until-return", "475").showing(run);
            assertNothingWrong(observer, last);
        }
        assertEquals(0, last.exitStatus(), last::evidence);
        assertTrue(resumedStep(last) >= step, last::evidence);
        assertEquals("goal reached", run.summary().get("reason").asText(), last::evidence);
        assertNothingNonFinite(run);
        Books.assertBalanced(run);
    }

    /** Runs it until it has learned, and up to three seconds more; returns the learner step that it had begun with. */
    private long kill(RunFiles run, SplittableRandom random, long stepBefore, String... arguments) throws Exception {
        long linesBefore = run.metrics().size();
        int port = Page.freePort();
        String[] command = Stream.concat(Stream.of(arguments), Stream.of("--http-port", Integer.toString(port)))
            .toArray(String[]::new);
        try (TroupeProcess process = TroupeProcess.start(folder, command).showing(run);
             PolicyObserver observer = new PolicyObserver(port)) {
            Await.until("it learns, has a checkpoint and was asked for actions", TroupeProcess.LIMIT, process::evidence,
                () -> run.metrics().size() > linesBefore + 1 && run.hasCheckpoint() && run.newest("learner_steps") > 0
                    && (observer.answers() > 0 || observer.fault() != null));
            boolean hasEnded = process.handle().onExit().toCompletableFuture()
                .completeOnTimeout(null, random.nextInt(LATEST_MS), TimeUnit.MILLISECONDS).get() != null;
            assertTrue(!hasEnded, process::evidence);
            process.close();
            assertNothingWrong(observer, process);
            long step = stepBefore == 0 && !arguments[1].equals("--resume") ? 0 : resumedStep(process);
            assertTrue(step >= stepBefore, () -> "it went back from step " + stepBefore + "\n" + process.evidence());
            return step;
        }
    }

    /** Of all that was published while it was asked. */
    private static void assertNothingWrong(PolicyObserver observer, TroupeProcess process) {
        assertNull(observer.fault(), process::evidence);
        assertTrue(observer.answers() > 0, () -> "it was never answered\n" + process.evidence());
    }

    private static long resumedStep(TroupeProcess process) {
        Matcher told = RESUMED.matcher(process.out());
        assertTrue(told.find(), process::evidence);
        return Long.parseLong(told.group(2).replace(",", ""));
    }

    private static void assertNothingNonFinite(RunFiles run) throws IOException {
        // A loss that is not finite is written as null. Where no step was learned since the line before there is none.
        long learned = 0;
        for (JsonNode line : run.metrics()) {
            if (line.get("learner_steps").asLong() > learned) {
                assertTrue(line.get("loss").isNumber(), line::toString);
            }
            learned = line.get("learner_steps").asLong();
        }
        assertTrue(learned > 0, "nothing was learned");
        try (Stream<Path> files = Files.walk(run.folder().resolve("checkpoints"))) {
            List<Path> weights = files.filter(file -> file.toString().endsWith(".safetensors")).toList();
            assertTrue(weights.size() >= 2, weights::toString);
            for (Path file : weights) {
                for (String name : SafetensorsFile.read(file).names()) {
                    for (float value : SafetensorsFile.read(file).values(name)) {
                        assertTrue(Float.isFinite(value), () -> file + ": " + name + " has " + value);
                    }
                }
            }
        }
    }
}
