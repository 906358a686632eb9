package io.troupe.benchmarks.viewers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time of those threads of a process whose name begins alike, as Linux counts it. What other processes do on the
 * machine changes it little, unlike steps a second.
 */
final class ThreadTime {
    private final Path tasks;
    private final String prefix;
    /** By thread, also of those that have ended. */
    private final Map<String, Long> nsByThread = new HashMap<>();

    /** @param prefix of at most 15 bytes: of a longer name Linux keeps no more */
    ThreadTime(long pid, String prefix) {
        this(Path.of("/proc", Long.toString(pid), "task"), prefix);
    }

    ThreadTime(Path tasks, String prefix) {
        this.tasks = tasks;
        this.prefix = prefix;
    }

    /** Nanoseconds so far; 0 where the system does not tell. */
    long ns() {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                look(thread);
            }
        } catch (IOException notLinux) {
            // What is known so far is told.
        }
        return nsByThread.values().stream().mapToLong(Long::longValue).sum();
    }

    private void look(Path thread) {
        try {
            if (Files.readString(thread.resolve("comm")).startsWith(prefix)) {
                String spent = Files.readString(thread.resolve("schedstat")).split(" ")[0];
                nsByThread.put(thread.getFileName().toString(), Long.parseLong(spent));
            }
        } catch (IOException | NumberFormatException ended) {
            // It has ended meanwhile: what it had spent is kept.
        }
    }
}
