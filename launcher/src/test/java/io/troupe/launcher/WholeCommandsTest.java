package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.benchmarks.Commands;
import io.troupe.launcher.run.WholeCommands;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeCommandsTest {
    @TempDir
    private Path folder;
    private final FakeRuns runs = new FakeRuns();
    private final AtomicLong seconds = new AtomicLong();
    /** Its clock goes on by a second whenever it is looked at. */
    private final WholeCommands commands =
        new WholeCommands(runs, () -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement()));

    @Test
    void shouldAskACommandToEndWhoseTimeIsOver() {
        runs.endings.put("slow", FakeProcess.Ending.HELD);
        Commands.Ended ended = train("slow", 30);
        assertEquals("time over", RunSummary.read(folder.resolve("slow").resolve("summary.json")).reason());
        assertEquals(Optional.empty(), ended.error());
        assertTrue(ended.wallS() >= 30 && ended.wallS() < 60, ended::toString);
    }

    @Test
    void shouldTellHowLongACommandTookThatEndedByItself() {
        Commands.Ended ended = train("quick", 30);
        assertEquals(RunSummary.GOAL_REACHED, RunSummary.read(folder.resolve("quick").resolve("summary.json")).reason());
        assertTrue(ended.wallS() > 0 && ended.wallS() < 30, ended::toString);
    }

    @Test
    void shouldTellWhatACommandEndedWith() {
        runs.endings.put("broken", FakeProcess.Ending.BROKEN);
        assertEquals(Optional.of("it broke"), train("broken", 30).error());
    }

    private Commands.Ended train(String name, double limitS) {
        return commands.run(name, List.of("train", "cartpole", "--run-dir", folder.resolve(name).toString()), folder,
            limitS);
    }
}
