package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.ImportanceExponent;
import io.troupe.common.config.LearningSettings.LearningRate;
import io.troupe.common.config.LearningSettings.Loss;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.config.LearningSettings.ValueRescaling;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.random.RandomGenerator;

/** A small network, its windows, and batches of random ones. */
final class Windows {
    static final int ROWS = 16;
    static final int N = 3;
    static final int STATE = 4;
    static final int ACTIONS = 3;
    static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", STATE)), ACTIONS);
    static final WindowSpec WINDOW = WindowSpec.nStep(SCHEMA, N);
    static final QNetwork NETWORK = QNetwork.of(new NetworkSettings(
        new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(24, 16)),
        NetworkSettings.Memory.none(),
        new NetworkSettings.Head(NetworkSettings.Head.Kind.DUELING, 0)), SCHEMA);

    private Windows() {
    }

    static LearningSettings settings(boolean isDoubleQ, double learningRate, Target target) {
        return settings(isDoubleQ, target, adam(learningRate, 10));
    }

    static LearningSettings settings(boolean isDoubleQ, Target target, LearningSettings.Optimizer optimizer) {
        return settings(ROWS, 1, isDoubleQ, target, optimizer);
    }

    static LearningSettings settings(int rows, int accumulationBatches, boolean isDoubleQ, Target target,
                                     LearningSettings.Optimizer optimizer) {
        return settings(rows, accumulationBatches, isDoubleQ, target, optimizer, List.of());
    }

    static LearningSettings settings(int rows, int accumulationBatches, boolean isDoubleQ, Target target,
                                     LearningSettings.Optimizer optimizer, List<String> freeze) {
        return new LearningSettings(rows, N, Sequence.none(), 0.9, isDoubleQ, Loss.HUBER, 1.0, ValueRescaling.NONE,
            0, target, optimizer,
            new ImportanceExponent(0.4, 0.4, 1000), 2, accumulationBatches, LearningSettings.DeviceChoice.AUTO, 1, 20, 20,
            WeightsPrecision.FLOAT32, 4, new LearningSettings.InitialWeights("", freeze));
    }

    /** At a rate that stays. */
    static LearningSettings.Optimizer adam(double learningRate, double maxGradientNorm) {
        return new LearningSettings.Optimizer(LearningSettings.Optimizer.Kind.ADAM, rate(learningRate), 0.9, 0.999, 0,
            1e-8, maxGradientNorm);
    }

    static LearningRate rate(double learningRate) {
        return new LearningRate(learningRate, 0, LearningRate.Schedule.CONSTANT, 1, 1);
    }

    static Target period(int steps) {
        return new Target(Target.Update.PERIOD, steps, 0);
    }

    static SampledBatch batch() {
        return batch(ROWS);
    }

    static SampledBatch batch(int rows) {
        return new SampledBatch(new StepLayout(SCHEMA), WINDOW, rows);
    }

    /** Overwrites every field of the batch. */
    static void fill(SampledBatch batch, RandomGenerator random) {
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < STATE; i++) {
                putFloat(batch, StepField.observation(0), row * STATE + i, (float) (random.nextDouble() * 2 - 1));
            }
            for (int i = 0; i < STATE; i++) {
                batch.column(WINDOW.columnOf(StepField.observation(0), Anchor.END))
                    .putFloat(4 * (row * STATE + i), (float) (random.nextDouble() * 2 - 1), ByteOrder.LITTLE_ENDIAN);
            }
            int validSteps = 1 + random.nextInt(N);
            boolean isWhole = validSteps == N && random.nextBoolean();
            batch.column(WINDOW.columnOf(StepField.ACTION)).putInt(4 * row, random.nextInt(ACTIONS),
                ByteOrder.LITTLE_ENDIAN);
            batch.column(WINDOW.columnOf(StepField.WEIGHTS_VERSION)).putLong(8 * row, 0, ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < N; i++) {
                float reward = i < validSteps ? (float) (random.nextDouble() * 3 - 1) : 0;
                putFloat(batch, StepField.REWARD, row * N + i, reward);
            }
            batch.validSteps()[row] = validSteps;
            batch.ends()[row] = isWhole ? 0
                : random.nextBoolean() ? BatchMessage.END_TERMINATED : BatchMessage.END_TRUNCATED;
            batch.importanceWeights()[row] = (float) (0.1 + 0.9 * random.nextDouble());
        }
    }

    static void putFloat(SampledBatch batch, StepField field, int index, float value) {
        batch.column(WINDOW.columnOf(field)).putFloat(4 * index, value, ByteOrder.LITTLE_ENDIAN);
    }

    static float getFloat(SampledBatch batch, StepField field, int index) {
        return batch.column(WINDOW.columnOf(field)).getFloat(4 * index, ByteOrder.LITTLE_ENDIAN);
    }
}
