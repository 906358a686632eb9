package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.testing.Await;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe train --resume}, after the worst that can happen to the processes of a run. */
@Tag("process")
class ResumeCommandTest {
    private static final Pattern RESUMED = Pattern.compile(
        "resumed from (\\S+.*) \\(learner step ([\\d,]+), ([\\d,]+) env steps, ([\\d,]+) steps in the replay\\)");

    private static final int LANES = 16;

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnAfterAKillOfAllProcesses() {
        RunFiles run = new RunFiles(folder.resolve("killed"));
        long stored;
        try (Family family = Family.startEndless(run, "--set", "run.checkpoint-interval-s=1")) {
            family.awaitLearning();
            family.await("a checkpoint", run::hasCheckpoint);
            stored = family.page.status().get("env_steps").asLong();
            family.close();
            family.awaitNoProcess();
        }
        assertTrue(!run.hasSummary(), "it was killed");
        TroupeProcess resumed = resume(run, "--processes", "--no-http", "--until-return", "60");
        Matcher told = told(resumed);
        assertTrue(told.group(1).startsWith("checkpoint-"), resumed::evidence);
        assertTrue(number(told, 2) > 0, resumed::evidence);
        assertTrue(number(told, 3) >= stored, () -> stored + " steps were stored\n" + resumed.evidence());
        assertTrue(number(told, 4) >= stored, () -> stored + " steps were stored\n" + resumed.evidence());
        assertEquals("goal reached", run.summary().get("reason").asText(), resumed::evidence);
        // What the killed actors had on their way was counted before, and stays counted.
        long lost = Books.assertBalanced(run);
        assertTrue(lost <= LANES * run.maxUnacknowledgedRecords(), () -> lost + " lost\n" + resumed.evidence());
    }

    @Test
    void shouldGoOnWithTheReplayAloneWhereThereWasNoCheckpointYet() {
        RunFiles run = new RunFiles(folder.resolve("early"));
        long stored;
        int port = Page.freePort();
        try (TroupeProcess process = TroupeProcess.start(folder, "train", "cartpole", "--run-dir",
            run.folder().toString(), "--steps", "100000000", "--http-port", Integer.toString(port)).showing(run)) {
            Page page = new Page(port);
            Await.until("learning", TroupeProcess.LIMIT, process::evidence,
                () -> page.status().path("learner_steps").asLong() > 50);
            stored = page.status().get("env_steps").asLong();
            TroupeProcess second = TroupeProcess.run(folder, "train", "--resume", run.folder().toString());
            second.assertTells(3, "is still running, in process " + process.pid());
        }
        TroupeProcess resumed = resume(run, "--no-http", "--steps", Long.toString(stored + 3_000));
        assertTrue(resumed.out().contains("had come to no checkpoint: its weights begin anew"), resumed::evidence);
        assertTrue(number(told(resumed), 4) >= stored, () -> stored + " steps were stored\n" + resumed.evidence());
        assertEquals("steps done", run.summary().get("reason").asText(), resumed::evidence);
        assertEquals(0, Books.assertBalanced(run));

        TroupeProcess again = resume(run);
        assertTrue(again.out().contains("it goes on with more of them: --steps N"), again::evidence);
    }

    private TroupeProcess resume(RunFiles run, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "train";
        arguments[1] = "--resume";
        arguments[2] = run.folder().toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        TroupeProcess process = TroupeProcess.run(folder, arguments).showing(run);
        assertEquals(0, process.exitStatus(), process::evidence);
        return process;
    }

    private static Matcher told(TroupeProcess process) {
        Matcher matcher = RESUMED.matcher(process.out());
        assertTrue(matcher.find(), process::evidence);
        return matcher;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group).replace(",", ""));
    }
}
