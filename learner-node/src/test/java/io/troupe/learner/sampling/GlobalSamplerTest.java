package io.troupe.learner.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.FakeShards.FakeShard;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlobalSamplerTest extends TwoShards {
    @BeforeEach
    void start() {
        start(OptionalDouble.empty(), 7, 0);
    }

    @Test
    void shouldAssembleABatchFromTheShardsPieces() {
        sampler.doWork();
        assertNull(sampler.poll());
        shards.answerAll(sampler, 5);
        SampledBatch batch = sampler.poll();
        assertNotNull(batch);
        int[] rowsOf = new int[3];
        for (int row = 0; row < ROWS; row++) {
            long store = batch.storeIds()[row];
            long window = batch.keys()[row];
            rowsOf[(int) store]++;
            assertEquals(1 + window % 2, batch.validSteps()[row]);
            assertEquals(window % 3, batch.ends()[row]);
            for (int column = 0; column < FakeShards.WINDOW.columns().size(); column++) {
                for (int i = 0; i < batch.rowBytes(column); i += 4) {
                    assertEquals(FakeShards.content(store, window, column, i),
                        batch.column(column).getInt(row * batch.rowBytes(column) + i));
                }
            }
        }
        assertEquals(8, rowsOf[1]);
        assertEquals(24, rowsOf[2]);
    }

    @Test
    void drawProbabilitiesShouldBeThoseOfOneTreeAndWeightsFollowFromThem() {
        SampledBatch batch = nextBatch();
        double smallest = Double.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            long[] masses = batch.storeIds()[row] == 1 ? one.masses : two.masses;
            double q = masses[(int) batch.keys()[row]] / 400.0;
            assertEquals(q, batch.drawProbabilities()[row], 1e-15);
            smallest = Math.min(smallest, q);
        }
        for (int row = 0; row < ROWS; row++) {
            int samplable = 7;
            double expected = Math.pow(samplable * batch.drawProbabilities()[row], -0.5)
                / Math.pow(samplable * smallest, -0.5);
            assertEquals(expected, batch.importanceWeights()[row], 1e-6);
        }
    }

    @Test
    void shouldAskOnlyForPrefetchedBatchesAndReuseThem() {
        sampler.doWork();
        sampler.doWork();
        assertEquals(2, two.requestedBatches.size());
        SampledBatch first = nextBatch();
        SampledBatch second = nextBatch();
        SampledBatch third = nextBatch();
        assertEquals(3, Stream.of(first, second, third).distinct().count());
        sampler.doWork();
        assertEquals(3, two.requestedBatches.size()); // all memory is with the learner
        sampler.release(first);
        assertThrows(IllegalArgumentException.class, () -> sampler.release(first));
        SampledBatch fourth = nextBatch();
        assertSame(first, fourth);
        assertTrue(fourth.batchId() > third.batchId());
    }

    @Test
    void prioritiesShouldGoToTheStoreTheyCameFromWithTheNextRequestInOneMessage() {
        SampledBatch batch = nextBatch();
        int before = two.feedbackMessages;
        for (int row = 0; row < ROWS; row++) {
            priorities[row] = batch.storeIds()[row] * 10 + batch.keys()[row];
        }
        sampler.update(batch, priorities);
        sampler.release(batch);
        assertEquals(before + 1, two.feedbackMessages);
        assertEquals(3, two.requestedBatches.size());
        two.updates.forEach((key, priority) -> assertEquals(20 + key, priority));
        one.updates.forEach((key, priority) -> assertEquals(10 + key, priority));
        assertFalse(one.updates.isEmpty());
        assertEquals(ROWS, sampler.learnedRows());
    }

    @Test
    void shouldKeepWhatAShardCannotTakeNowAndSendItLater() {
        SampledBatch batch = nextBatch();
        two.isDeaf = true;
        sampler.update(batch, priorities);
        sampler.release(batch);
        assertTrue(two.updates.isEmpty());
        two.isDeaf = false;
        sampler.doWork();
        long distinct = IntStream.range(0, ROWS).filter(row -> batch.storeIds()[row] == 2)
            .mapToLong(row -> batch.keys()[row]).distinct().count();
        assertEquals(distinct, two.updates.size());
        assertEquals(3, two.requestedBatches.size());
    }

    @Test
    void shouldDrawAgainFromTheLivingWhatASilentShardOwes() {
        two.isMute = true;
        sampler.doWork();
        shards.answerAll(sampler, 64);
        assertNull(sampler.poll());
        for (int i = 0; i < 20; i++) {
            nowNs += 101 * MS;
            shards.reportAll(sampler);
            sampler.doWork();
        }
        assertFalse(sampler.shards().get(1).isLiving());
        shards.answerAll(sampler, 64);
        SampledBatch batch = sampler.poll();
        assertNotNull(batch);
        for (int row = 0; row < ROWS; row++) {
            assertEquals(1, batch.storeIds()[row]);
            assertEquals(one.masses[(int) batch.keys()[row]] / 100.0, batch.drawProbabilities()[row], 1e-15);
        }
        assertEquals(48, sampler.counts().redrawnRows());

        // What it sends after all is late, and it is drawn from again.
        sampler.poll();
        shards.answer(sampler, two, 64);
        assertEquals(48, sampler.counts().lateRows());
        assertTrue(sampler.shards().get(1).isLiving());
    }

    @Test
    void shouldAskAgainWhereALivingShardHasLostARequest() {
        two.isMute = true;
        sampler.doWork();
        shards.answerAll(sampler, 64);
        two.requestedBatches.clear();
        for (int i = 0; i < 21; i++) {
            nowNs += 100 * MS;
            one.isMute = true;
            shards.send(sampler, two, 0, 0);
            sampler.doWork();
        }
        assertFalse(two.requestedBatches.isEmpty());
    }

    @Test
    void shouldSendAHeartbeatWithTheInsertLimitWhenThereIsNothingElseToSay() {
        sampler.setPaused(true);
        sampler.doWork();
        int before = one.feedbackMessages;
        sampler.doWork();
        assertEquals(before, one.feedbackMessages);
        nowNs += 100 * MS;
        sampler.doWork();
        assertEquals(before + 1, one.feedbackMessages);
        assertEquals(Long.MAX_VALUE, one.insertLimit);
        assertTrue(one.requestedBatches.isEmpty());
        sampler.setPaused(false);
        sampler.doWork();
        assertFalse(one.requestedBatches.isEmpty());
    }

    @Test
    void shouldStopSamplingAndOpenInsertsAsTheLimiterSays() {
        start(OptionalDouble.of(16), 7, 4); // a batch is worth 2 steps; 4 steps of buffer: 64 rows
        for (int i = 0; i < 2; i++) {
            SampledBatch batch = nextBatch();
            sampler.update(batch, priorities);
            sampler.release(batch);
        }
        sampler.doWork();
        assertNull(answered());
        assertEquals(64, sampler.learnedRows());
        assertTrue(sampler.isLimited());
        // 64 rows are 4 steps, and 4 of buffer: 8 may come, 4 for each.
        assertEquals(one.storedSteps + 4, one.insertLimit);
        assertEquals(two.storedSteps + 4, two.insertLimit);
        one.storedSteps += 2;
        shards.reportAll(sampler);
        assertFalse(sampler.isLimited());
        assertNotNull(nextBatch());
    }

    @Test
    void shouldNotSampleBeforeTheMinimumSizeIsStored() {
        start(OptionalDouble.empty(), 8, 0);
        sampler.doWork();
        assertFalse(sampler.hasBegun());
        assertTrue(one.requestedBatches.isEmpty());
        one.storedSteps++;
        shards.reportAll(sampler);
        sampler.doWork();
        assertTrue(sampler.hasBegun());
        assertFalse(one.requestedBatches.isEmpty());
        assertEquals(8, sampler.storedSteps());
    }

    @Test
    void shouldRefuseAPieceWithAnImpossibleProbabilityAndCountUnknownStores() {
        sampler.doWork();
        FakeShard broken = new FakeShard(2, 2, -1);
        shards.send(sampler, broken, two.requestedBatches.get(0), 8);
        assertEquals(1, sampler.counts().malformedPieces());
        shards.send(sampler, new FakeShard(9, 1), 0, 0);
        assertEquals(1, sampler.counts().unknownMessages());
        assertNull(sampler.poll());
    }

    @Test
    void shouldCountRowsByTheBatchAndLearnerStepsByWhatIsAccumulated() {
        start(OptionalDouble.empty(), 7, 100, 3);
        for (int learned = 1; learned <= 7; learned++) {
            SampledBatch batch = nextBatch();
            sampler.update(batch, priorities);
            sampler.release(batch);
            assertEquals(learned * ROWS, sampler.learnedRows());
            assertEquals(learned / 3, sampler.state().learnerStep());
        }
    }

    @Test
    void aRestoredSamplerShouldDrawWhatThisOneGoesOnToDraw() {
        // So that no shard's share of a batch is a whole number of rows.
        shards.add(3, 37);
        sampler = sampler(OptionalDouble.empty(), 7, 100, 1);
        join(1, 2, 3);
        List<List<Long>> first = splits(20);
        SamplerState state = sampler.state();
        List<List<Long>> next = splits(20);

        sampler = sampler(OptionalDouble.empty(), 7, 100, 1);
        sampler.restore(state);
        join(1, 2, 3);
        assertEquals(next, splits(20));
        assertNotEquals(first, next, "one that had begun anew would be seen");
    }

    /** Rows of each shard in so many batches and those asked for meanwhile: what the sampler itself draws. */
    private List<List<Long>> splits(int batches) {
        List<List<Long>> splits = new ArrayList<>();
        for (SampledBatch batch = nextBatch(); batch != null; batch = answered()) {
            long[] stores = batch.storeIds();
            splits.add(LongStream.of(1, 2, 3).map(store -> LongStream.of(stores).filter(of -> of == store).count()).boxed()
                .toList());
            sampler.release(batch);
            sampler.setPaused(splits.size() >= batches);
            sampler.doWork();
        }
        sampler.setPaused(false);
        return splits;
    }
}
