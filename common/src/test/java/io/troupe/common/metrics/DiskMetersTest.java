package io.troupe.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskMetersTest {
    @TempDir
    private Path folder;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldTellTheRoomOfTheDiskThatAFolderIsOn() {
        DiskMeters.register(registry, folder);
        assertEquals(folder.toFile().getTotalSpace(), value("disk.total", folder));
        assertTrue(value("disk.free", folder) > 0 && value("disk.free", folder) <= value("disk.total", folder));
    }

    /** A shard is asked before the learner has told it which run's folder to make: its disk is not full. */
    @Test
    void shouldTellWhereAFolderWillBeMade() {
        Path later = folder.resolve("replay-1/run");
        DiskMeters.register(registry, later);
        assertEquals(folder.toFile().getTotalSpace(), value("disk.total", later));
    }

    /** A driver's folder has another name for each process, its disk has not. */
    @Test
    void shouldTellTheRoomOfADriverByTheFolderThatItIsIn() {
        DiskMeters.registerDriver(registry, folder.resolve("troupe-aeron-7-1f"));
        assertEquals(folder.toFile().getTotalSpace(), value("disk.total", folder));
        assertEquals("streams", registry.get("disk.free").gauge().getId().getTag("use"));
    }

    private double value(String name, Path path) {
        return registry.get(name).tag("path", path.toString()).gauge().value();
    }
}
