package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.wire.AcksMessage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepIntakeTest {
    @TempDir
    Path folder;
    private TestShard shard;

    @BeforeEach
    void open() {
        shard = new TestShard(folder, 2);
    }

    @AfterEach
    void close() {
        shard.close();
    }

    @Test
    void shouldStoreARecordOnceHoweverOftenItComes() {
        assertEquals(AppendResult.STORED, shard.append(0, "Ssss"));
        assertEquals(AppendResult.DUPLICATE, shard.append(0, "Ssss"));
        assertEquals(AppendResult.STORED, shard.append(2, "ssss"));
        ShardSnapshot snapshot = shard.shard.publish();
        assertEquals(6, snapshot.storedSteps());
        assertEquals(6, snapshot.sizeRecords());
        assertEquals(6, snapshot.duplicateRecords());
        assertEquals(List.of(new LaneLedger(0, 0, 0, 6, 6)), snapshot.lanes());
        assertEquals(4, snapshot.samplableWindows());
    }

    @Test
    void shouldNotCountClosingRecordsAsSteps() {
        shard.append(0, "SsUCSs");
        assertEquals(List.of(new LaneLedger(0, 0, 0, 6, 5)), shard.shard.publish().lanes());
        assertEquals(5, shard.shard.storedSteps());
    }

    @Test
    void shouldNotStoreBehindAGap() {
        assertEquals(AppendResult.GAP, shard.append(4, "ssss"));
        shard.append(0, "Ss");
        assertEquals(AppendResult.GAP, shard.append(3, "ss"));
        assertEquals(2, shard.acks().storedRecords(0));
        assertEquals(2, shard.shard.publish().gapMessages());
        assertEquals(2, shard.shard.storedSteps());
    }

    @Test
    void shouldBeginAnEpochAtItsFirstRecordAndIgnoreEarlierOnes() {
        shard.append(7, 0, 0, "Ssss");
        assertEquals(AppendResult.STORED, shard.append(7, 2, 10, "sss"));
        assertEquals(AppendResult.STALE_EPOCH, shard.append(7, 0, 4, "ss"));
        assertEquals(AppendResult.STALE_EPOCH, shard.append(7, 1, 13, "ss"));
        AcksMessage acks = shard.acks();
        assertEquals(13, acks.storedRecords(0));
        assertEquals(2, acks.epoch(0));
        assertEquals(4, shard.shard.publish().staleRecords());
        assertEquals(List.of(7000, 7001, 7010), List.copyOf(shard.windows().keySet()));
    }

    @Test
    void shouldDropRecordsThatANewEpochBeginsWith() {
        shard.append(0, "Sssssss");
        shard.append(0, 1, 4, "ss");
        assertEquals(List.of("0>2 [0.5, 1.5]", "1>3 [1.5, 2.5]"), shard.texts());
        assertEquals(List.of(new LaneLedger(0, 1, 4, 6, 6)), shard.shard.publish().lanes());
        assertEquals(6, shard.shard.publish().sizeSteps());
    }

    @Test
    void shouldDropWhatMovedAwayAndEveryWindowThatReachesThere() {
        shard.append(3, 0, 0, "SssssUCSssssss");
        shard.shard.moveAway(3, 11, 1);
        assertEquals(List.of(3000, 3001, 3002, 3003, 3004, 3005, 3007, 3008), List.copyOf(shard.windows().keySet()));
        assertEquals(List.of(new LaneLedger(3, 1, -1, 11, 10)), shard.shard.publish().lanes());
        shard.shard.moveAway(3, 6, 2);
        assertEquals(List.of(3000, 3001, 3002, 3003), List.copyOf(shard.windows().keySet()));
        assertEquals(6, shard.shard.storedSteps());
        assertEquals(6, shard.shard.publish().sizeSteps());
        shard.shard.checkValid();
    }

    @Test
    void shouldKeepWindowsThatEndedBeforeTheRecordThatMovedAway() {
        shard.append(0, "SssTSs");
        shard.shard.moveAway(0, 4, 1);
        assertEquals(4, shard.shard.samplableWindows());
        shard.shard.moveAway(0, 3, 2);
        assertEquals(1, shard.shard.samplableWindows());
    }

    @Test
    void shouldDoNothingWhenToldAgainThatALaneMoved() {
        shard.append(0, "Sssss");
        shard.shard.moveAway(0, 3, 4);
        shard.append(0, 4, 3, "sss");
        shard.shard.moveAway(0, 3, 4);
        assertEquals(6, shard.shard.storedSteps());
        assertEquals(AppendResult.STALE_EPOCH, shard.append(0, 3, 3, "s"));
    }

    @Test
    void shouldDropWhatALaneTookElsewhereThoughItCameBackBeforeThisWasTold() {
        shard.append(0, "Sssssss");
        shard.append(0, 2, 5, "sss");

        shard.shard.moveAway(0, 3, 1);

        assertEquals(List.of("0>2 [0.5, 1.5]", "5>7 [5.5, 6.5]"), shard.texts());
        assertEquals(List.of(new LaneLedger(0, 2, 5, 8, 6)), shard.shard.publish().lanes());
        shard.shard.checkValid();
        shard.append(0, 2, 8, "ss");
        shard.shard.moveAway(0, 3, 1);
        shard.close();
        shard = new TestShard(folder, 2);
        assertEquals(List.of(new LaneLedger(0, 2, 5, 10, 8)), shard.shard.latest().lanes());
        assertEquals(8, shard.shard.storedSteps());
        assertEquals(8, shard.shard.latest().sizeSteps());
    }

    @Test
    void shouldIgnoreEarlierEpochsOfALaneItNeverSaw() {
        shard.shard.moveAway(9, 30, 2);
        assertEquals(AppendResult.STALE_EPOCH, shard.append(9, 1, 0, "S"));
    }

    @Test
    void shouldStopAtTheInsertLimitAndGoOnBeyondIt() {
        shard.append(0, "Sss");
        shard.feedback(shard.shard.storeId(), 4, 0, new long[0], new float[0]);
        assertFalse(shard.shard.isLimited());
        assertEquals(AppendResult.STORED, shard.append(3, "ss"));
        assertTrue(shard.shard.isLimited());
        assertEquals(AppendResult.LIMITED, shard.append(5, "s"));
        assertTrue(shard.acks().isLimited());
        assertEquals(5, shard.acks().storedRecords(0));
        shard.feedback(shard.shard.storeId(), 6, 0, new long[0], new float[0]);
        assertEquals(AppendResult.STORED, shard.append(5, "s"));
    }

    @Test
    void shouldAcknowledgeTheLanesOfTheirSender() {
        shard.append(1, 0, 0, "Sss");
        shard.append(2, 0, 0, "S");
        assertTrue(shard.shard.acknowledgements().isDue(Trajectory.SENDER));
        AcksMessage acks = shard.acks();
        assertEquals(2, acks.laneCount());
        assertEquals(5, acks.senderNodeId());
        assertEquals(shard.shard.storeId(), acks.storeId());
        assertEquals(1, acks.laneId(0));
        assertEquals(3, acks.storedRecords(0));
        assertEquals(1, acks.storedRecords(1));
        assertFalse(shard.shard.acknowledgements().isDue(Trajectory.SENDER));
        assertFalse(shard.shard.acknowledgements().isDue(99));
        assertEquals(AcksMessage.length(0), shard.shard.acknowledgements().length(99));
    }

    @Test
    void shouldRefuseMoreLanesThanTheRingHasRoomFor() {
        long lanes = shard.shard.latest().capacityRecords() / 8 / 4;
        for (long lane = 0; lane < lanes; lane++) {
            shard.append(lane, 0, 0, "S");
        }
        assertEquals(AppendResult.NO_ROOM, shard.append(100, 0, 0, "S"));
        assertEquals(AppendResult.STORED, shard.append(0, 0, 1, "s"));
        assertEquals(lanes + 1, shard.shard.storedSteps());
        assertEquals(lanes, shard.shard.publish().lanes().size());
        shard.shard.removeSender(Trajectory.SENDER);
        assertEquals(AppendResult.STORED, shard.append(100, 0, 0, "S"));
    }

    @Test
    void shouldRefuseALaneThatAnotherNodeSends() {
        shard.append(0, "Sss");
        assertEquals(AppendResult.INVALID, shard.shard.append(shard.trajectory.messageOf(99, 0, 0, 3, "ss", new long[0])));
        assertEquals(3, shard.acks().storedRecords(0));
        assertEquals(1, shard.shard.publish().malformedMessages());
        shard.shard.removeSender(Trajectory.SENDER);
        assertEquals(AppendResult.STORED, shard.shard.append(shard.trajectory.messageOf(99, 0, 0, 3, "ss", new long[0])));
    }

    @Test
    void shouldAcknowledgeManyLanesInTurn() {
        try (TestShard large = new TestShard(folder.resolve("large"), 3, 4, 20_000, 1, TestShard.newStoreIds(2))) {
            for (long lane = 0; lane < 600; lane++) {
                large.append(lane, 0, 0, "S");
            }
            Set<Long> acknowledged = new HashSet<>();
            int messages = 0;
            while (large.shard.acknowledgements().isDue(Trajectory.SENDER)) {
                AcksMessage acks = large.acks();
                messages++;
                for (int i = 0; i < acks.laneCount(); i++) {
                    acknowledged.add(acks.laneId(i));
                    assertEquals(1, acks.storedRecords(i));
                }
            }
            assertEquals(3, messages);
            assertEquals(600, acknowledged.size());
        }
    }

    @Test
    void shouldNotRememberLanesWithoutEnd() {
        int refused = 0;
        for (long lane = 0; lane < 20_000; lane++) {
            refused += shard.append(lane, 0, 0, "S") == AppendResult.NO_ROOM ? 1 : 0;
            if (lane % 10 == 9) {
                shard.shard.removeSender(Trajectory.SENDER);
            }
            shard.shard.moveAway(1_000_000 + lane, 0, 1);
        }
        ShardSnapshot snapshot = shard.shard.publish();
        assertEquals(1 << 14, snapshot.lanes().size());
        assertEquals(refused, snapshot.refusedLanes());
        assertTrue(refused > 10_000, "refused: " + refused);
    }

    @Test
    void shouldStoreWhatANodeThatHasLeftStillSendsWithoutCountingItsLanes() {
        long lanes = shard.shard.latest().capacityRecords() / 8 / 4;
        shard.append(0, 0, 0, "Ss");
        shard.shard.removeSender(Trajectory.SENDER);
        for (long lane = 0; lane < lanes; lane++) {
            assertEquals(AppendResult.STORED, shard.append(lane, 0, lane == 0 ? 2 : 0, "s"));
        }
        assertFalse(shard.shard.acknowledgements().isDue(Trajectory.SENDER));
        assertEquals(lanes + 2, shard.shard.storedSteps());
        shard.shard.addSender(Trajectory.SENDER);
        for (long lane = lanes; lane < 2 * lanes; lane++) {
            assertEquals(AppendResult.STORED, shard.append(lane, 0, 0, "S"));
        }
        assertTrue(shard.shard.acknowledgements().isDue(Trajectory.SENDER));
        assertEquals(AppendResult.NO_ROOM, shard.append(1000, 0, 0, "S"));
    }
}
