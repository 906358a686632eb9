package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.ImportanceExponent;
import io.troupe.common.config.LearningSettings.Loss;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.config.LearningSettings.ValueRescaling;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** A small network with a memory, its sequences, and batches of random ones. */
final class Sequences {
    static final int BURN_IN = 3;
    static final int LENGTH = 4;
    static final int N = 3;
    static final int HORIZON = LENGTH - 1 + N;
    static final int POSITIONS = BURN_IN + HORIZON + 1;
    static final int STATE = 4;
    static final int ACTIONS = 3;
    static final double DISCOUNT = 0.9;
    static final double ETA = 0.7;
    private static final List<ObservationColumn> COLUMNS = List.of(ObservationColumn.float32("state", STATE));

    final int rows;
    final QNetwork network;
    final StepLayout layout;
    final WindowSpec window;

    /** With a context, where the memory has one, that ends before the steps to bootstrap from. */
    Sequences(Memory.Kind kind, int units, int rows, boolean isStateStored) {
        this(kind, units, rows, isStateStored, false, BURN_IN + LENGTH);
    }

    /**
     * @param isStateStored whether rows have the recurrent state at their begin
     * @param isMasked      whether they have masks of the legal actions
     */
    Sequences(Memory.Kind kind, int units, int rows, boolean isStateStored, boolean isMasked, int contextLength) {
        this(kind, units, rows, isStateStored, isMasked,
            new Memory.Attention(contextLength, 2, Memory.Score.SCALED_DOT, Memory.Positions.LEARNED, 0));
    }

    /** Of a context that ends before the steps to bootstrap from, where the present step is not looked at. */
    static Sequences lookingAtThePast(Memory.Kind kind, int units, int rows) {
        return new Sequences(kind, units, rows, false, false, new Memory.Attention(BURN_IN + LENGTH, 2,
            Memory.Score.SCALED_DOT, Memory.Positions.NONE, 0, Memory.LooksAt.PAST));
    }

    static Sequences dropping(Memory.Kind kind, int units, int rows) {
        return new Sequences(kind, units, rows, false, false, new Memory.Attention(BURN_IN + LENGTH, 2,
            Memory.Score.SCALED_DOT, Memory.Positions.LEARNED, 0.2));
    }

    private Sequences(Memory.Kind kind, int units, int rows, boolean isStateStored, boolean isMasked,
                      Memory.Attention attention) {
        this.rows = rows;
        EnvironmentSchema schema = new EnvironmentSchema(COLUMNS, ACTIONS, isMasked);
        network = QNetwork.of(new NetworkSettings(
            new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(units)),
            new Memory(kind, units, 2, attention,
                new Memory.Layers(2, 2 * units, Memory.Norm.PRE, Memory.Gate.GRU), new Memory.Chunks(3, 2)),
            new NetworkSettings.Head(NetworkSettings.Head.Kind.DUELING, 0)), schema);
        layout = new StepLayout(schema, isStateStored ? network.stateSize() * Float.BYTES : 0);
        window = WindowSpec.sequence(layout, BURN_IN, LENGTH, N, 2);
    }

    LearningSettings settings(boolean isDoubleQ, LossAt lossAt, ValueRescaling rescaling, double learningRate) {
        return settings(isDoubleQ, lossAt, rescaling, learningRate, 0);
    }

    LearningSettings settings(boolean isDoubleQ, LossAt lossAt, ValueRescaling rescaling, double learningRate,
                              double attentionEntropy) {
        // The target network stays behind for 1,000 steps.
        return new LearningSettings(rows, N, new Sequence(LENGTH, BURN_IN, 2, ETA, lossAt, layout.stateBytes() > 0),
            DISCOUNT, isDoubleQ,
            Loss.HUBER, 1.0, rescaling, attentionEntropy, Windows.period(1000),
            Windows.adam(learningRate, 10),
            new ImportanceExponent(0.4, 0.4, 1000), 2, 1, LearningSettings.DeviceChoice.AUTO, 1, 20, 20,
            WeightsPrecision.FLOAT32, 4, LearningSettings.InitialWeights.none());
    }

    SampledBatch batch() {
        return new SampledBatch(layout, window, rows);
    }

    /** Overwrites every field of the batch; what is behind the episode's last record is filled as a shard fills it. */
    void fill(SampledBatch batch, RandomGenerator random) {
        for (int row = 0; row < rows; row++) {
            int lookBack = random.nextInt(BURN_IN + 1);
            int validSteps = 1 + random.nextInt(HORIZON);
            batch.lookBacks()[row] = lookBack;
            batch.validSteps()[row] = validSteps;
            batch.ends()[row] = validSteps == HORIZON && random.nextBoolean() ? 0
                : random.nextBoolean() ? BatchMessage.END_TERMINATED : BatchMessage.END_TRUNCATED;
            batch.importanceWeights()[row] = (float) (0.1 + 0.9 * random.nextDouble());
            int last = lastRecord(batch, row);
            for (int position = 0; position < POSITIONS; position++) {
                for (int i = 0; i < STATE; i++) {
                    observe(batch, row, position, i, position <= last ? (float) (random.nextDouble() * 2 - 1)
                        : observation(batch, row, last, i));
                }
                if (isMasked()) {
                    mask(batch, row, position, position <= last ? 1 + random.nextInt((1 << ACTIONS) - 1)
                        : batch.column(maskColumn()).getByte(row * POSITIONS + last));
                }
            }
            for (int step = 0; step < POSITIONS - 1; step++) {
                boolean isStep = step < lookBack + validSteps;
                act(batch, row, step, isStep ? random.nextInt(ACTIONS) : 0,
                    isStep ? (float) (random.nextDouble() * 6 - 2) : 0);
            }
        }
        batch.column(window.columnOf(StepField.WEIGHTS_VERSION)).setMemory(0, 8 * rows, (byte) 0);
        if (layout.stateBytes() > 0) {
            UnsafeBuffer states = batch.column(stateColumn());
            for (int i = 0; i < rows * network.stateSize(); i++) {
                states.putFloat(4 * i, (float) (random.nextDouble() * 2 - 1), ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /** Fills what is behind each row's last record with something else. Returns the numbers changed. */
    int fillBehind(SampledBatch batch, RandomGenerator random) {
        int changed = 0;
        for (int row = 0; row < rows; row++) {
            // Where an episode was cut before the context to bootstrap from begins, its last observation is read there.
            int read = Math.max(lastRecord(batch, row), isTerminated(batch, row) ? 0 : shift());
            for (int position = read + 1; position < POSITIONS; position++) {
                for (int i = 0; i < STATE; i++) {
                    observe(batch, row, position, i, (float) (random.nextDouble() * 20 - 10));
                    changed++;
                }
            }
            for (int step = batch.lookBacks()[row] + batch.validSteps()[row]; step < POSITIONS - 1; step++) {
                act(batch, row, step, random.nextInt(ACTIONS), (float) (random.nextDouble() * 20 - 10));
            }
        }
        return changed;
    }

    /** Positions that a network which looks at a fixed context is shown later, to bootstrap. */
    int shift() {
        return network.contextLength() > 1 ? POSITIONS - network.contextLength() : 0;
    }

    /** Position of the last observation that there is. */
    static int lastRecord(SampledBatch batch, int row) {
        return batch.lookBacks()[row] + batch.validSteps()[row] - (isTerminated(batch, row) ? 1 : 0);
    }

    static boolean isTerminated(SampledBatch batch, int row) {
        return (batch.ends()[row] & BatchMessage.END_TERMINATED) != 0;
    }

    float observation(SampledBatch batch, int row, int position, int element) {
        return batch.column(window.columnOf(StepField.observation(0), Anchor.BEGIN))
            .getFloat(4 * ((row * POSITIONS + position) * STATE + element), ByteOrder.LITTLE_ENDIAN);
    }

    boolean isLegal(SampledBatch batch, int row, int position, int action) {
        return !isMasked() || (batch.column(maskColumn()).getByte(row * POSITIONS + position) >> action & 1) == 1;
    }

    int action(SampledBatch batch, int row, int step) {
        return batch.column(window.columnOf(StepField.ACTION, Anchor.BEGIN))
            .getInt(4 * (row * (POSITIONS - 1) + step), ByteOrder.LITTLE_ENDIAN);
    }

    float reward(SampledBatch batch, int row, int step) {
        return batch.column(window.columnOf(StepField.REWARD, Anchor.BEGIN))
            .getFloat(4 * (row * (POSITIONS - 1) + step), ByteOrder.LITTLE_ENDIAN);
    }

    /** The recurrent state at the row's begin; zeros where none is stored. */
    double[] state(SampledBatch batch, int row) {
        double[] state = new double[network.stateSize()];
        for (int i = 0; i < state.length && layout.stateBytes() > 0; i++) {
            state[i] = batch.column(stateColumn()).getFloat(4 * (row * state.length + i), ByteOrder.LITTLE_ENDIAN);
        }
        return state;
    }

    private int stateColumn() {
        return window.columnOf(StepField.STATE, Anchor.BEGIN);
    }

    private void observe(SampledBatch batch, int row, int position, int element, float value) {
        batch.column(window.columnOf(StepField.observation(0), Anchor.BEGIN))
            .putFloat(4 * ((row * POSITIONS + position) * STATE + element), value, ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isMasked() {
        return layout.schema().hasActionMask();
    }

    private int maskColumn() {
        return window.columnOf(StepField.ACTION_MASK, Anchor.BEGIN);
    }

    /** @param mask a bit for each action */
    private void mask(SampledBatch batch, int row, int position, int mask) {
        batch.column(maskColumn()).putByte(row * POSITIONS + position, (byte) mask);
    }

    private void act(SampledBatch batch, int row, int step, int action, float reward) {
        int at = 4 * (row * (POSITIONS - 1) + step);
        batch.column(window.columnOf(StepField.ACTION, Anchor.BEGIN)).putInt(at, action, ByteOrder.LITTLE_ENDIAN);
        batch.column(window.columnOf(StepField.REWARD, Anchor.BEGIN)).putFloat(at, reward, ByteOrder.LITTLE_ENDIAN);
    }
}
