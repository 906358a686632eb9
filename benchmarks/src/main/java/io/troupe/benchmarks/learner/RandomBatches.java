package io.troupe.benchmarks.learner;

import io.troupe.common.run.RunContract;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Column;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.SampledBatch;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** Batches of a run's windows with random content, laid out as the shards fill them. */
final class RandomBatches {
    /** One window in so many begins with its episode, and another ends with it. */
    private static final int WINDOWS_AN_EPISODE = 10;

    private RandomBatches() {
    }

    static SampledBatch[] of(RunContract contract, int count, RandomGenerator random) {
        SampledBatch[] batches = new SampledBatch[count];
        for (int i = 0; i < count; i++) {
            batches[i] = new SampledBatch(contract.layout(), contract.window(),
                contract.settings().learning().batchSize());
            fill(batches[i], contract, random);
        }
        return batches;
    }

    private static void fill(SampledBatch batch, RunContract contract, RandomGenerator random) {
        WindowSpec window = contract.window();
        for (int row = 0; row < batch.rows(); row++) {
            boolean isBegin = random.nextInt(WINDOWS_AN_EPISODE) == 0;
            boolean isEnd = random.nextInt(WINDOWS_AN_EPISODE) == 0;
            batch.lookBacks()[row] = isBegin ? random.nextInt(window.lookBack() + 1) : window.lookBack();
            batch.validSteps()[row] = isEnd ? random.nextInt(1, window.horizon() + 1) : window.horizon();
            batch.ends()[row] = !isEnd ? 0
                : random.nextBoolean() ? BatchMessage.END_TERMINATED : BatchMessage.END_TRUNCATED;
            batch.importanceWeights()[row] = random.nextFloat(0.1f, 1);
        }
        for (int i = 0; i < window.columns().size(); i++) {
            Column column = window.columns().get(i);
            int values = column.offsets().size();
            if (column.field().equals(StepField.ACTION)) {
                putActions(batch, i, values, contract.network().actionCount(), random);
            } else if (column.field().equals(StepField.REWARD)) {
                putRewards(batch, i, values, column.anchor() == WindowSpec.Anchor.BEGIN, random);
            } else if (!column.field().equals(StepField.WEIGHTS_VERSION)) {
                putGaussian(batch.column(i), random);
            }
        }
    }

    private static void putActions(SampledBatch batch, int column, int values, int actions, RandomGenerator random) {
        for (int i = 0; i < batch.rows() * values; i++) {
            batch.column(column).putInt(i * Integer.BYTES, random.nextInt(actions), ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Those behind the episode's end are 0. */
    private static void putRewards(SampledBatch batch, int column, int values, boolean isFromBegin,
                                   RandomGenerator random) {
        for (int i = 0; i < batch.rows() * values; i++) {
            int row = i / values;
            int steps = batch.validSteps()[row] + (isFromBegin ? batch.lookBacks()[row] : 0);
            batch.column(column).putFloat(i * Float.BYTES,
                i % values < steps ? (float) random.nextGaussian() : 0, ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Observations and recurrent states. */
    private static void putGaussian(UnsafeBuffer column, RandomGenerator random) {
        for (int at = 0; at < column.capacity(); at += Float.BYTES) {
            column.putFloat(at, (float) random.nextGaussian() / 2, ByteOrder.LITTLE_ENDIAN);
        }
    }
}
