package io.troupe.integration.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.StepField;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.learner.learning.LinearSchedule;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.RateLimiter;
import io.troupe.learner.sampling.SamplerSettings;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile batches in a shard's name, between its own. */
class BatchFuzzTest {
    private static final int ROWS = 64;
    private static final int[] NOBODY = {};

    @TempDir
    Path folder;
    private final Mutator mutator = new Mutator(64);
    private final BatchMessage message = new BatchMessage(FuzzedShard.LAYOUT, FuzzedShard.WINDOW);
    private final SplittableRandom order = new SplittableRandom(4);
    private GlobalSampler sampler;
    private long nowNs = 1;
    private long batches;

    @Test
    void hostileBatchesShouldHarmNobody() {
        FeedbackMessage feedback = new FeedbackMessage();
        int[] taken = new int[1];
        try (FuzzedShard fuzzed = new FuzzedShard(folder)) {
            for (int i = 0; i < 100; i++) {
                fuzzed.appendHonest(NOBODY);
            }
            SamplerSettings settings = new SamplerSettings(ROWS, 3, 1, new LinearSchedule(0.4, 1, 100),
                new RateLimiter(1, OptionalDouble.of(8), 10_000, ROWS), 1, 1_000, 1_000_000_000);
            sampler = new GlobalSampler(FuzzedShard.LAYOUT, FuzzedShard.WINDOW, settings,
                (store, bytes, offset, length) -> {
                assertTrue(feedback.wrap(bytes, offset, length), "the sampler sent what is no feedback");
                fuzzed.shard.onFeedback(feedback);
                return true;
            }, () -> nowNs, new SplittableRandom(5));
            sampler.addShard(fuzzed.shard.storeId(), 1);
            fuzzed.shard.reportState(this::deliver);
            Fuzz.run(100_000, (random, number) -> {
                nowNs += 10_000;
                sampler.doWork();
                if (number % 16 == 0) {
                    fuzzed.shard.reportState(this::deliver);
                    fuzzed.shard.serve(this::deliver);
                }
                UnsafeBuffer hostile = mutator.next(random);
                if (message.wrap(hostile, 0, mutator.length())) {
                    taken[0]++;
                    sampler.onBatch(message);
                }
                learn(random);
            });
            fuzzed.checkAll();
            assertTrue(sampler.counts().malformedPieces() > 100 && sampler.counts().unknownMessages() > 100);
            assertEquals(1, sampler.shards().size());
        }
        assertTrue(taken[0] > 10_000 && batches > 100,
            taken[0] + " messages went through, " + batches + " batches were whole");
    }

    private void learn(SplittableRandom random) {
        SampledBatch batch = sampler.poll();
        if (batch == null) {
            return;
        }
        batches++;
        float[] priorities = new float[ROWS];
        DirectBuffer actions = batch.column(FuzzedShard.WINDOW.columnOf(StepField.ACTION));
        for (int row = 0; row < ROWS; row++) {
            int action = actions.getInt(4 * row, ByteOrder.LITTLE_ENDIAN);
            assertTrue(action == 0 || action == 1, "action " + action);
            assertTrue(batch.importanceWeights()[row] > 0 && batch.importanceWeights()[row] <= 1,
                "weight " + batch.importanceWeights()[row]);
            assertTrue(batch.validSteps()[row] >= 1 && batch.validSteps()[row] <= 3);
            priorities[row] = random.nextFloat();
        }
        sampler.update(batch, priorities);
        sampler.release(batch);
    }

    private boolean deliver(DirectBuffer bytes, int offset, int length) {
        mutator.add(bytes, offset, length, order);
        assertTrue(message.wrap(bytes, offset, length));
        sampler.onBatch(message);
        return true;
    }
}
