package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchServerTest {
    @TempDir
    Path folder;
    private TestShard shard;

    @BeforeEach
    void open() {
        shard = new TestShard(folder.resolve("shard"), 1);
    }

    @AfterEach
    void close() {
        shard.close();
    }

    @Test
    void shouldServeALargeRequestInPiecesThatFitAMessage() {
        shard.append(0, "SssssssT");
        shard.request(500);
        List<Integer> rows = new ArrayList<>();
        BatchMessage batch = new BatchMessage(Trajectory.LAYOUT, shard.window);
        shard.shard.serve((message, offset, length) -> {
            assertTrue(length <= 4096);
            assertTrue(batch.wrap(message, offset, length));
            assertEquals(1, batch.batchId());
            rows.add(batch.rows());
            return true;
        });
        assertEquals(500, rows.stream().mapToInt(Integer::intValue).sum());
        assertTrue(rows.size() > 5);
        assertEquals(0, shard.shard.publish().owedRows());
        assertEquals(500, shard.shard.publish().sampledRows());
    }

    @Test
    void shouldStratifyARequestOverItsPieces() {
        shard.append(0, "SssssssT");
        int[] counts = new int[8];
        shard.sample(800).forEach(row -> counts[(int) row.observation()]++);
        for (int count : counts) {
            assertEquals(100, count, 1);
        }
    }

    @Test
    void shouldKeepAPieceThatTheSinkDoesNotTake() {
        shard.append(0, "SssssssT");
        shard.request(20);
        List<Long> offered = new ArrayList<>();
        BatchMessage batch = new BatchMessage(Trajectory.LAYOUT, shard.window);
        assertEquals(0, shard.shard.serve((message, offset, length) -> {
            batch.wrap(message, offset, length);
            offered.add(batch.key(3));
            return false;
        }));
        assertFalse(shard.shard.reportState((message, offset, length) -> true));
        shard.append(8, "SssssssT");
        List<TestShard.Row> rows = shard.serve();
        assertEquals(20, rows.size());
        assertEquals(offered.get(0), rows.get(3).key());
    }

    @Test
    void shouldOweRowsUntilThereIsAWindowAndReportMeanwhile() {
        shard.request(3);
        List<Integer> rows = new ArrayList<>();
        BatchMessage batch = new BatchMessage(Trajectory.LAYOUT, shard.window);
        BatchSink sink = (message, offset, length) -> {
            batch.wrap(message, offset, length);
            return rows.add(batch.rows());
        };
        shard.shard.serve(sink);
        shard.shard.serve(sink);
        assertEquals(List.of(0), rows);
        assertEquals(3, shard.shard.publish().owedRows());
        shard.append(0, "Ss");
        shard.shard.serve(sink);
        assertEquals(List.of(0, 3), rows);
    }

    @Test
    void shouldServeRequestsInOrderAndGiveUpTheOldestOfTooMany() {
        for (int i = 0; i < 66; i++) {
            shard.request(1 + i);
        }
        shard.append(0, "Ss");
        List<Long> batchIds = new ArrayList<>();
        BatchMessage batch = new BatchMessage(Trajectory.LAYOUT, shard.window);
        shard.shard.serve((message, offset, length) -> {
            batch.wrap(message, offset, length);
            return batchIds.contains(batch.batchId()) || batchIds.add(batch.batchId());
        });
        assertEquals(64, batchIds.size());
        assertEquals(3, batchIds.get(0));
        assertEquals(66, batchIds.get(63));
        assertEquals(2, shard.shard.publish().droppedRequests());
    }

    @Test
    void shouldReportItsState() {
        shard.append(0, "SssUC");
        BatchMessage state = shard.state();
        assertEquals(0, state.rows());
        assertEquals(4, state.storedSteps());
        assertEquals(5, state.sizeRecords());
        assertEquals(4, state.samplableWindows());
        assertEquals(4L << 32, state.totalMass());
        assertEquals(shard.shard.storeId(), state.storeId());
    }

    @Test
    void shouldGiveTheProbabilityThatARowWasDrawnWith() {
        shard.append(0, "SsssT", 0, 1, 1, 2, 2, 3, 3, 4, 4, 6);
        shard.windows().forEach((start, row) -> assertEquals(start == 4 ? 6 / 16.0 : (start + 1) / 16.0,
            row.probability()));
    }

    @Test
    void shouldRefuseAWindowThatNoMessageCanHold() {
        TroupeException refusal = assertThrows(TroupeException.class, () -> new ReplayShard(
            new ReplayShardSettings(folder.resolve("small"), Trajectory.LAYOUT,
                WindowSpec.nStep(Trajectory.LAYOUT.schema(), 3), 400, 4, 1, false, 100), new SplittableRandom(1),
            TestShard.newStoreIds(1)));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("the transport takes 100"), refusal.getMessage());
    }
}
