package io.troupe.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.transport.NodeTransport;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGaugeTest {
    private static final int BYTES = 1 << 20;

    @Test
    void shouldTellWhatTheProcessUses(@TempDir Path folder) throws Exception {
        try (NodeTransport transport =
                 NodeTransport.open(new SettingsLoader(name -> "").load().settings().transport());
             FileChannel file = FileChannel.open(folder.resolve("mapped"), StandardOpenOption.CREATE,
                 StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ProcessGauge gauge = new ProcessGauge(transport.counters());
            ProcessNumbers before = gauge.get();
            ByteBuffer direct = ByteBuffer.allocateDirect(BYTES);
            MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            System.gc();
            ProcessNumbers after = gauge.get();
            assertTrue(after.gcPauses() > before.gcPauses(), after.toString());
            assertTrue(after.gcPauseS() >= before.gcPauseS(), after.toString());
            assertTrue(after.heapBytes() > 0, after.toString());
            assertTrue(after.directBytes() >= direct.capacity(), after.toString());
            assertTrue(after.mappedBytes() >= mapped.capacity(), after.toString());
            assertEquals(transport.counters().backPressured(), after.backPressured());
            assertEquals(0, after.rejectedSessions());
        }
    }

    @Test
    void shouldNotCountWorkBesideTheProcessAsPauses() {
        assertTrue(ProcessGauge.isPausing("G1 Young Generation"));
        assertTrue(ProcessGauge.isPausing("ZGC Pauses"));
        assertTrue(ProcessGauge.isPausing("MarkSweepCompact"));
        assertFalse(ProcessGauge.isPausing("ZGC Cycles"));
        assertFalse(ProcessGauge.isPausing("G1 Concurrent GC"));
    }
}
