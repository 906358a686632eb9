package io.troupe.benchmarks.viewers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadTimeTest {
    @TempDir
    private Path tasks;

    @Test
    void shouldCountTheThreadsOfANameAndKeepWhatThoseThatEndedHaveSpent() throws IOException {
        thread("1", "page-1", 100);
        thread("2", "page-2", 30);
        thread("3", "learner", 5_000);
        ThreadTime time = new ThreadTime(tasks, "page");
        assertEquals(130, time.ns());
        Files.delete(tasks.resolve("1").resolve("schedstat"));
        thread("2", "page-2", 70);
        assertEquals(170, time.ns());
    }

    @Test
    void shouldTellNothingWhereTheSystemDoesNot() {
        assertEquals(0, new ThreadTime(tasks.resolve("none"), "page").ns());
    }

    private void thread(String id, String name, long ns) throws IOException {
        Path thread = Files.createDirectories(tasks.resolve(id));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), ns + " 7 3\n");
    }
}
