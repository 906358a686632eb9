package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.FakeShards.FakeShard;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sampler while shards come, go, and come back. */
class ChangingShardsTest extends TwoShards {
    @BeforeEach
    void start() {
        start(OptionalDouble.empty(), 0);
    }

    @Test
    void shouldDrawFromAShardThatJoinsAsSoonAsItReportsMass() {
        FakeShard three = shards.add(3, 400, 400); // mass 800
        sampler.addShard(3, 3);
        SampledBatch before = nextBatch();
        assertEquals(0, Arrays.stream(before.storeIds()).filter(store -> store == 3).count());
        assertTrue(three.insertLimit > 0, "it hears from the learner at once");
        shards.reportAll(sampler);
        sampler.release(before);
        sampler.release(nextBatch());
        SampledBatch after = nextBatch();
        for (int row = 0; row < ROWS; row++) {
            FakeShard shard = after.storeIds()[row] == 1 ? one : after.storeIds()[row] == 2 ? two : three;
            assertEquals(shard.masses[(int) after.keys()[row]] / 1200.0, after.drawProbabilities()[row], 1e-12);
        }
        assertEquals(ROWS * 800 / 1200, Arrays.stream(after.storeIds()).filter(store -> store == 3).count(), 1);
    }

    @Test
    void shouldShareTheInsertLimitWithAShardThatJoins() {
        start(OptionalDouble.of(16), 12);
        assertEquals(one.storedSteps + 6, one.insertLimit);
        FakeShard three = shards.add(3, 5);
        three.storedSteps = 0;
        sampler.addShard(3, 3);
        nowNs += 100 * MS;
        shards.reportAll(sampler);
        sampler.doWork();
        assertEquals(4, three.insertLimit);
        assertEquals(one.storedSteps + 4, one.insertLimit);
        three.storedSteps = 4;
        shards.reportAll(sampler);
        nowNs += 100 * MS;
        sampler.doWork();
        assertEquals(4 + 3, three.insertLimit, "what is left is shared again");
        assertEquals(11, sampler.storedSteps());
    }

    @Test
    void shouldCountTheStepsOfAShardThatHasLeft() {
        sampler.removeShard(2);
        assertEquals(7, sampler.storedSteps());
        assertEquals(4, sampler.sizeRecords());
    }

    @Test
    void shouldNotMixTheRowsOfAStoresNewNodeWithThoseThatItsOldOneOwes() {
        two.isMute = true;
        sampler.doWork();
        assertEquals(2, two.requestedBatches.size());
        long id = two.requestedBatches.get(0);
        two.nodeId = 22;
        sampler.addShard(2, 22);
        sampler.doWork();
        assertEquals(2, two.requestedBatches.size(), "not drawn from before it has reported");
        assertEquals(48, sampler.counts().redrawnRows());

        two.nodeId = 2; // the old node's rows, which were on their way
        shards.send(sampler, two, id, 24);
        assertEquals(1, sampler.counts().unknownMessages());
        two.nodeId = 22;
        two.isMute = false;
        shards.answerAll(sampler, 64);
        SampledBatch batch = sampler.poll();
        assertTrue(Arrays.stream(batch.storeIds()).allMatch(store -> store == 1));
        sampler.release(batch);
        sampler.release(sampler.poll());
        shards.reportAll(sampler);
        SampledBatch both = nextBatch();
        assertEquals(24, Arrays.stream(both.storeIds()).filter(store -> store == 2).count());
    }

    @Test
    void shouldAskTheOnlyStoreAgainWhenItIsAnotherNodes() {
        sampler.doWork();
        sampler.removeShard(1);
        sampler.doWork();
        shards.answerAll(sampler, 64);
        sampler.release(sampler.poll());
        sampler.release(sampler.poll());
        sampler.doWork();
        two.isMute = true;
        two.requestedBatches.clear();
        two.nodeId = 22;
        sampler.addShard(2, 22);
        sampler.doWork();
        assertTrue(two.requestedBatches.isEmpty());
        shards.send(sampler, two, 0, 0);
        sampler.doWork();
        assertEquals(2, two.requestedBatches.size(), "at once, not after a silence");
    }

    @Test
    void prioritiesThatWaitShouldGoToTheStoresNewNode() {
        SampledBatch batch = nextBatch();
        two.isDeaf = true;
        sampler.update(batch, priorities);
        sampler.release(batch);
        two.nodeId = 22;
        sampler.addShard(2, 22);
        two.isDeaf = false;
        sampler.doWork();
        assertFalse(two.updates.isEmpty());
        assertEquals(0, sampler.counts().droppedUpdates());
    }

    @Test
    void shouldDrawAgainAtOnceWhatARemovedShardOwesAndDropItsPriorities() {
        SampledBatch batch = nextBatch();
        sampler.removeShard(2);
        sampler.update(batch, priorities);
        sampler.release(batch);
        assertTrue(two.updates.isEmpty());
        assertEquals(24, sampler.counts().droppedUpdates());
        SampledBatch fromOne = nextBatch();
        // This one had been answered before the shard left: its rows are true draws, and stay.
        assertEquals(8, Arrays.stream(fromOne.storeIds()).filter(store -> store == 1).count());
        sampler.release(fromOne);
        assertEquals(ROWS, Arrays.stream(nextBatch().storeIds()).filter(store -> store == 1).count());
        assertEquals(1, sampler.shards().size());
    }

    @Test
    void aPartDeliveredShouldKeepItsShareOfTheDraw() {
        one.isMute = true;
        two.isMute = true;
        sampler.doWork();
        long id = two.requestedBatches.get(0);
        shards.send(sampler, two, id, 12); // half of its 24 rows
        sampler.removeShard(2);
        sampler.doWork();
        one.isMute = false;
        shards.answerAll(sampler, 64);
        SampledBatch batch = sampler.poll();
        for (int row = 0; row < ROWS; row++) {
            boolean isOne = batch.storeIds()[row] == 1;
            double inside = isOne ? one.masses[(int) batch.keys()[row]] / 100.0 : 1 / 3.0;
            assertEquals((isOne ? 0.25 + 0.375 : 0.375) * inside, batch.drawProbabilities()[row], 1e-12);
        }
    }

    private void start(OptionalDouble samplesPerInsert, long buffer) {
        start(samplesPerInsert, 7, buffer);
        if (buffer > 0) {
            sampler.doWork();
        }
    }
}
