package io.troupe.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.transport.DifferentCounts;
import io.troupe.common.transport.DriverLoss;
import io.troupe.common.transport.TransportCounters;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGaugeTest {
    private static final int BYTES = 64 << 20;

    @Test
    void shouldTellWhatTheProcessUses(@TempDir Path folder) throws Exception {
        try (FileChannel file = FileChannel.open(folder.resolve("mapped"), StandardOpenOption.CREATE,
                 StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ProcessGauge gauge = new ProcessGauge(new TransportCounters());
            // What earlier tests have left is freed before, as far as it can be.
            System.gc();
            ProcessNumbers before = gauge.get();
            byte[] heap = new byte[BYTES];
            ByteBuffer direct = ByteBuffer.allocateDirect(BYTES);
            MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            ProcessNumbers after = gauge.get();
            assertGrown(before.heapBytes(), after.heapBytes());
            assertGrown(before.directBytes(), after.directBytes());
            assertGrown(before.mappedBytes(), after.mappedBytes());
            Reference.reachabilityFence(heap);
            Reference.reachabilityFence(direct);
            Reference.reachabilityFence(mapped);
        }
    }

    /** By as much as was taken, but for what other threads gave back meanwhile. */
    private static void assertGrown(long before, long after) {
        assertTrue(after - before > BYTES / 2 && after - before < 2L * BYTES, after + " bytes after " + before);
    }

    @Test
    void shouldCountPausesAndTheirTime() {
        ProcessGauge gauge = new ProcessGauge(new TransportCounters());
        ProcessNumbers before = gauge.get();
        double beforeS = collectingS();
        do {
            System.gc();
        } while (collectingS() < beforeS + 0.001);
        ProcessNumbers after = gauge.get();
        assertTrue(after.gcPauses() > before.gcPauses(), after.toString());
        assertTrue(after.gcPauseS() >= before.gcPauseS() + 0.001, after.toString());
        assertTrue(after.gcPauseS() <= collectingS(), after.toString());
    }

    /** As the JVM's collectors tell it: with the serial one, that tests run with, all of it is pauses. */
    private static double collectingS() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() / 1e3;
    }

    @Test
    void shouldTellWhatTheNodesStreamsHaveMet() {
        DriverLoss loss = new DriverLoss(true, 8, 9, 10, 11, 12);
        ProcessNumbers told = new ProcessGauge(DifferentCounts.of(1, 2, 3, 4, 5, 6, 7, loss)).get();
        assertEquals(new ProcessNumbers(0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, loss), told.streamsOnly());
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
