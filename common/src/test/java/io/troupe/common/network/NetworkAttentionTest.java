package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Q-function tells of what it looked at, and what it values without a step. */
class NetworkAttentionTest {
    private static final int STATE = 4;
    private static final int ACTIONS = 3;
    private static final int CONTEXT = 5;
    private static final int LAYERS = 2;
    private static final int HEADS = 2;

    private final float[] q = new float[16 * ACTIONS];

    /** With steps shown again, of which the newest alone is valued, as with what is kept of them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfTheWatchedRowsWhatTheyLookedAtAlone(boolean isContextKept) {
        try (NetworkQFunction together = function(Kind.TRANSFORMER, Score.SCALED_DOT, 3, isContextKept);
             NetworkQFunction alone = function(Kind.TRANSFORMER, Score.SCALED_DOT, 1)) {
            double[][] other = observations(4, 1);
            double[][] own = observations(9, 2);
            // Lane 2 is three steps old when lane 0 begins: in one call one row is longer than the other.
            for (int step = 0; step < own.length; step++) {
                int rows = 0;
                if (step >= 3 && step - 3 < other.length) {
                    show(together, rows++, 0, other[step - 3], step == 3);
                }
                int row = rows++;
                show(together, row, 2, own[step], step == 0);
                Map<Integer, List<AttentionReading>> told = new HashMap<>();
                together.evaluate(rows, q, watcher(watched -> watched == row, told));
                assertEquals(List.of(row), List.copyOf(told.keySet()));

                float[] qTogether = Arrays.copyOfRange(q, row * ACTIONS, (row + 1) * ACTIONS);
                show(alone, 0, 0, own[step], step == 0);
                Map<Integer, List<AttentionReading>> toldAlone = new HashMap<>();
                alone.evaluate(1, q, watcher(any -> true, toldAlone));
                assertArrayEquals(Arrays.copyOf(q, ACTIONS), qTogether, 1e-5f);
                assertSame(toldAlone.get(0), told.get(row), Math.min(step + 1, CONTEXT));
            }
        }
    }

    private static void assertSame(List<AttentionReading> expected, List<AttentionReading> readings, int steps) {
        assertEquals(LAYERS, readings.size());
        for (int layer = 0; layer < LAYERS; layer++) {
            AttentionReading reading = readings.get(layer);
            assertEquals("memory.layers." + layer, reading.part());
            assertEquals(Attention.Over.STEPS, reading.over());
            assertEquals(HEADS, reading.heads());
            assertEquals(steps, reading.attended());
            for (int head = 0; head < HEADS; head++) {
                double sum = 0;
                for (int i = 0; i < steps; i++) {
                    sum += reading.weight(head, i);
                    assertEquals(expected.get(layer).weight(head, i), reading.weight(head, i), 1e-5);
                }
                assertEquals(1, sum, 1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"NONE", "LSTM", "GRU"})
    void shouldTellNothingWhereNothingAttends(Kind kind) {
        try (NetworkQFunction function = function(kind, Score.SCALED_DOT, 1)) {
            Map<Integer, List<AttentionReading>> told = new HashMap<>();
            show(function, 0, 0, observations(1, 1)[0], true);
            function.evaluate(1, q, watcher(row -> true, told));
            assertTrue(told.isEmpty());
            assertFalse(function.evaluateHiding(0, new int[] {0}, q));
        }
    }

    @ParameterizedTest
    @EnumSource(Score.class)
    void shouldNotSeeAStepThatIsHidden(Score score) {
        double[][] seen = observations(CONTEXT, 3);
        int[] each = {0, 1, 2, 3, 4};
        try (NetworkQFunction function = function(Kind.TRANSFORMER, score, CONTEXT)) {
            float[] whole = play(function, seen);
            float[] hidden = new float[CONTEXT * ACTIONS];
            assertTrue(function.evaluateHiding(0, each, hidden));
            for (int step = 0; step < CONTEXT; step++) {
                assertTrue(difference(whole, 0, hidden, step) > 1e-4, "without step " + step + " Q differs");
            }
            for (int changed = 0; changed < CONTEXT - 1; changed++) {
                double[][] others = seen.clone();
                others[changed] = new double[] {3, -3, 2, 1};
                assertTrue(difference(whole, 0, play(function, others), 0) > 1e-4);
                float[] hiddenNow = new float[CONTEXT * ACTIONS];
                function.evaluateHiding(0, each, hiddenNow);
                for (int step = 0; step < CONTEXT - 1; step++) {
                    double difference = difference(hidden, step, hiddenNow, step);
                    assertEquals(step == changed, difference < 1e-5, "hidden " + step + ", changed " + changed
                        + ": " + difference);
                }
            }
        }
    }

    @Test
    void shouldNotMissThePresentStepWhereItLooksAtThePastAlone() {
        double[][] seen = observations(CONTEXT, 3);
        try (NetworkQFunction function = function(Memories.ofPast(Kind.TRANSFORMER, CONTEXT, Positions.NONE,
            Score.SCALED_DOT), CONTEXT, true)) {
            float[] whole = play(function, seen);
            float[] hidden = new float[CONTEXT * ACTIONS];
            assertTrue(function.evaluateHiding(0, new int[] {CONTEXT - 1, 0}, hidden));
            assertEquals(0, difference(whole, 0, hidden, 0), 1e-5);
            assertTrue(difference(whole, 0, hidden, 1) > 1e-4);
        }
    }

    @Test
    void shouldHaveNothingToLookAtWhereItsOnlyStepIsHidden() {
        double[][] seen = observations(2, 3);
        try (NetworkQFunction function = function(Memories.ofPast(Kind.TRANSFORMER, CONTEXT, Positions.NONE,
            Score.SCALED_DOT), CONTEXT, true)) {
            play(function, seen);
            float[] hidden = new float[CONTEXT * ACTIONS];
            function.evaluateHiding(0, new int[] {0}, hidden);
            seen[0] = new double[] {3, -3, 2, 1};
            play(function, seen);
            float[] hiddenNow = new float[CONTEXT * ACTIONS];
            function.evaluateHiding(0, new int[] {0}, hiddenNow);
            assertEquals(0, difference(hidden, 0, hiddenNow, 0), 1e-6);
        }
    }

    @Test
    void shouldRememberNothingOfWhatWasHidden() {
        double[][] seen = observations(CONTEXT + 2, 3);
        try (NetworkQFunction function = function(Kind.TRANSFORMER, Score.SCALED_DOT, 2);
             NetworkQFunction undisturbed = function(Kind.TRANSFORMER, Score.SCALED_DOT, 2)) {
            for (int step = 0; step < seen.length; step++) {
                show(function, 0, 0, seen[step], step == 0);
                function.evaluate(1, q);
                function.evaluateHiding(0, new int[] {0, 0}, q);
            }
            assertArrayEquals(play(undisturbed, seen), play(function, seen), 1e-6f);
            show(function, 0, 0, seen[0], false);
            show(undisturbed, 0, 0, seen[0], false);
            function.evaluateHiding(0, new int[] {1}, q);
            function.evaluate(1, q);
            float[] expected = new float[2 * ACTIONS];
            undisturbed.evaluate(1, expected);
            assertEquals(0, difference(expected, 0, q, 0), 1e-6);
        }
    }

    @Test
    void shouldRefuseMoreHiddenStepsThanItHasRows() {
        try (NetworkQFunction function = function(Kind.TRANSFORMER, Score.SCALED_DOT, 2)) {
            play(function, observations(3, 1));
            assertThrows(IllegalArgumentException.class, () -> function.evaluateHiding(0, new int[3], q));
            assertThrows(IllegalArgumentException.class, () -> function.evaluateHiding(0, new int[0], q));
            assertThrows(IllegalArgumentException.class, () -> function.evaluateHiding(0, new int[] {3}, q));
        }
    }

    private static double difference(float[] one, int rowOfOne, float[] other, int rowOfOther) {
        double largest = 0;
        for (int action = 0; action < ACTIONS; action++) {
            double difference = one[rowOfOne * ACTIONS + action] - other[rowOfOther * ACTIONS + action];
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }

    private static float[] play(NetworkQFunction function, double[][] observations) {
        float[] values = new float[function.maxRows() * ACTIONS];
        for (int step = 0; step < observations.length; step++) {
            show(function, 0, 0, observations[step], step == 0);
            function.evaluate(1, values);
        }
        return Arrays.copyOf(values, ACTIONS);
    }

    private static void show(NetworkQFunction function, int row, int lane, double[] observation, boolean isStart) {
        for (int i = 0; i < STATE; i++) {
            function.input(0).putFloat(4 * (row * STATE + i), (float) observation[i], ByteOrder.LITTLE_ENDIAN);
        }
        function.show(row, lane, isStart ? QFunction.NO_ACTION : 0, 0);
    }

    private static AttentionWatcher watcher(IntPredicate rows, Map<Integer, List<AttentionReading>> told) {
        return new AttentionWatcher() {
            @Override
            public boolean isWatched(int row) {
                return rows.test(row);
            }

            @Override
            public void onAttention(int row, List<AttentionReading> parts) {
                told.put(row, new ArrayList<>(parts));
            }
        };
    }

    private static double[][] observations(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] observations = new double[count][STATE];
        for (double[] observation : observations) {
            Arrays.setAll(observation, i -> random.nextDouble(-2, 2));
        }
        return observations;
    }

    private static NetworkQFunction function(Kind kind, Score score, int maxRows) {
        return function(kind, score, maxRows, true);
    }

    private static NetworkQFunction function(Kind kind, Score score, int maxRows, boolean isContextKept) {
        return function(new Memory(kind, 8, 2, new Memory.Attention(CONTEXT, HEADS, score, Positions.LEARNED, 0),
            new Memory.Layers(LAYERS, 12, Norm.PRE, Gate.RESIDUAL), new Memory.Chunks(2, 2)), maxRows, isContextKept);
    }

    private static NetworkQFunction function(Memory memory, int maxRows, boolean isContextKept) {
        QNetwork network = QNetwork.of(new NetworkSettings(
            new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)), memory,
            new NetworkSettings.Head(NetworkSettings.Head.Kind.PLAIN, 0)), Networks.FLOATS);
        SplittableRandom random = new SplittableRandom(4);
        UnsafeBuffer weights = new UnsafeBuffer(new byte[4 * network.parameters().size()]);
        for (int i = 0; i < network.parameters().size(); i++) {
            weights.putFloat(4 * i, (float) random.nextDouble(-0.7, 0.7), ByteOrder.LITTLE_ENDIAN);
        }
        NetworkQFunction function = new NetworkQFunction(network, maxRows, 1, isContextKept);
        function.load(weights);
        return function;
    }
}
