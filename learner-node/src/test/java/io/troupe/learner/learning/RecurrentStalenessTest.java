package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.config.LearningSettings.ValueRescaling;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.network.EngineSetup;
import io.troupe.common.network.NetworkInput;
import io.troupe.common.network.NetworkOutput;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** ΔQ of a learner's first batch, against passes from each row's begin, made row by row. */
class RecurrentStalenessTest {
    private static final int ROWS = 12;

    private final Sequences sequences = new Sequences(Memory.Kind.LSTM, 8, ROWS, true);
    /** A sequence begins wherever one starts. */
    private final WindowSpec window = WindowSpec.sequence(sequences.layout, Sequences.BURN_IN, Sequences.LENGTH,
        Sequences.N, Sequences.BURN_IN);
    private final int stateSize = sequences.network.stateSize();
    private final int startStates = window.columnOf(StepField.STATE, Anchor.START);
    private final SplittableRandom random = new SplittableRandom(5);
    private final SampledBatch batch = new SampledBatch(sequences.layout, window, ROWS);
    private float[] weights;

    @Test
    void statesThatTodaysWeightsWouldMakeShouldBeFoundFresh() {
        assertEquals(0, measured((row, arrived) -> arrived), 1e-6);
    }

    @Test
    void otherStatesShouldBeToldByWhatTheyChangeInQ() {
        double deltaQ = measured((row, arrived) -> randomState());
        assertTrue(deltaQ > 0.01, "ΔQ " + deltaQ);
        assertEquals(expected(), deltaQ, 1e-5);
    }

    @Test
    void rowsWithoutAStateShouldTellNothing() {
        double ofFirst = measured((row, arrived) -> row == 0 ? randomState() : new float[stateSize]);
        assertEquals(expected(0), ofFirst, 1e-5);
        assertTrue(Double.isNaN(measured((row, arrived) -> new float[stateSize])));
    }

    @Test
    void noStateShouldBeAskedForWhereNoSequenceBeginsAtAStart() {
        assertTrue(sequences.window.findColumn(StepField.STATE, Anchor.START).isEmpty());
        assertTrue(WindowSpec.sequence(sequences.layout, 0, Sequences.LENGTH, Sequences.N, 1)
            .findColumn(StepField.STATE, Anchor.START).isEmpty());
    }

    private interface StartState {
        /** @param arrived the state at which the weights arrive through the row's burn-in */
        float[] of(int row, float[] arrived);
    }

    private double measured(StartState state) {
        LearningSettings settings = sequences.settings(true, LossAt.EVERY_STEP, ValueRescaling.NONE, 1e-3);
        try (Learner learner = new Learner(sequences.network, window, settings, 1, new SplittableRandom(42))) {
            weights = learner.state().online();
            sequences.fill(batch, random);
            batch.lookBacks()[0] = Sequences.BURN_IN;
            for (int row = 0; row < ROWS; row++) {
                putStart(row, state.of(row, pass(row, Sequences.BURN_IN, true).state));
            }
            return learner.step(batch).recurrentDeltaQ();
        }
    }

    private double expected() {
        double sum = 0;
        int rows = 0;
        for (int row = 0; row < ROWS; row++) {
            if (batch.lookBacks()[row] == Sequences.BURN_IN) {
                sum += expected(row);
                rows++;
            }
        }
        assertTrue(rows > 1 && rows < ROWS, rows + " rows with a whole burn-in");
        return sum / rows;
    }

    private double expected(int row) {
        float[] q = pass(row, Sequences.POSITIONS, true).q;
        float[] stored = pass(row, 1, false).q;
        double squares = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = Sequences.BURN_IN * Sequences.ACTIONS; i < q.length; i++) {
            int action = i - Sequences.BURN_IN * Sequences.ACTIONS;
            squares += action < Sequences.ACTIONS ? Math.pow(q[i] - stored[action], 2) : 0;
            largest = Math.max(largest, q[i]);
        }
        return Math.sqrt(squares) / Math.abs(largest);
    }

    private record Pass(float[] q, float[] state) {
    }

    /** Over a row's first positions from the state at its begin, or over its start from the state there. */
    private Pass pass(int row, int positions, boolean isFromBegin) {
        EngineSetup.prepareThread(1);
        try (NDManager manager = EngineSetup.newManager();
             NetworkWeights network = new NetworkWeights(sequences.network.parameters(), false)) {
            network.put(weights);
            float[] observations = new float[positions * Sequences.STATE];
            for (int i = 0; i < observations.length; i++) {
                observations[i] = sequences.observation(batch, row,
                    (isFromBegin ? 0 : Sequences.BURN_IN) + i / Sequences.STATE, i % Sequences.STATE);
            }
            int column = isFromBegin ? window.columnOf(StepField.STATE, Anchor.BEGIN) : startStates;
            float[] state = new float[stateSize];
            for (int i = 0; i < stateSize; i++) {
                state[i] = batch.column(column).getFloat(4 * (row * stateSize + i), ByteOrder.LITTLE_ENDIAN);
            }
            NDArray shown = manager.create(observations, new Shape(positions, Sequences.STATE));
            NetworkOutput output = sequences.network.forward(new NetworkInput(new NDList(shown),
                manager.create(state, new Shape(1, stateSize)), 1, positions), network.views());
            return new Pass(output.qValues().toFloatArray(), output.state().toFloatArray());
        }
    }

    private float[] randomState() {
        float[] state = new float[stateSize];
        for (int i = 0; i < stateSize; i++) {
            state[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return state;
    }

    private void putStart(int row, float[] state) {
        for (int i = 0; i < stateSize; i++) {
            batch.column(startStates).putFloat(4 * (row * stateSize + i), state[i], ByteOrder.LITTLE_ENDIAN);
        }
    }
}
