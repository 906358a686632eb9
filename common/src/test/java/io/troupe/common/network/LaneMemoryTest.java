package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Acting step by step, with lanes in any rows and episodes that begin at any time, against whole sequences. */
class LaneMemoryTest {
    private static final int LANES = 4;
    private static final int STATE = 4;
    private static final int ACTIONS = 3;
    private static final int CONTEXT = 5;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldRememberEachLanesEpisodeAndNothingElse(Kind kind) {
        shouldActAsOnWholeEpisodes(kind, Head.Kind.PLAIN, CONTEXT);
    }

    /** As long as the episode is in the context with what is kept, and beyond it with what is shown again. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"TRANSFORMER", "ATTENTION_LSTM"})
    void shouldActAsItLearnsWhereItLooksAtThePastAlone(Kind kind) {
        for (int context : new int[] {CONTEXT, 64}) {
            shouldActAsOnWholeEpisodes(settings(Memories.ofPast(kind, context, Positions.NONE, Score.SCALED_DOT),
                Head.Kind.PLAIN));
        }
    }

    /** Then keys and values of the steps before are kept, and only the newest step is shown. */
    @Test
    void shouldRememberEpisodesThatNeverOutgrowTheContext() {
        shouldActAsOnWholeEpisodes(Kind.TRANSFORMER, Head.Kind.PLAIN, 64);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"NONE", "TRANSFORMER", "EPISODIC"})
    void shouldShowTheHeadWhatItLooksBackTo(Kind kind) {
        shouldActAsOnWholeEpisodes(kind, Head.Kind.DUELING_ATTENTION, CONTEXT);
    }

    private static void shouldActAsOnWholeEpisodes(Kind kind, Head.Kind head, int context) {
        shouldActAsOnWholeEpisodes(settings(kind, head, context));
    }

    private static void shouldActAsOnWholeEpisodes(NetworkSettings settings) {
        Kind kind = settings.memory().kind();
        Head.Kind head = settings.head().kind();
        int context = settings.memory().attention().contextLength();
        QNetwork network = QNetwork.of(settings, Networks.ACTING);
        SplittableRandom random = new SplittableRandom(4);
        double[] weights = new double[network.parameters().size()];
        Arrays.setAll(weights, i -> (float) random.nextDouble(-0.5, 0.5));
        SequenceTwin twin = new SequenceTwin(settings, network.parameters(), weights);
        List<List<double[]>> episodes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            episodes.add(new ArrayList<>());
        }
        float[] q = new float[LANES * ACTIONS];
        try (NetworkQFunction function = new NetworkQFunction(network, LANES, 1)) {
            function.load(buffer(weights));
            for (int call = 0; call < 60; call++) {
                if (call == 40 && kind == Kind.TRANSFORMER) {
                    Arrays.setAll(weights, i -> (float) random.nextDouble(-0.5, 0.5));
                    function.load(buffer(weights));
                }
                int[] shown = random.ints(0, LANES).distinct().limit(1 + random.nextInt(LANES)).toArray();
                for (int row = 0; row < shown.length; row++) {
                    List<double[]> episode = episodes.get(shown[row]);
                    if (random.nextInt(9) == 0) {
                        episode.clear();
                    }
                    int previous = episode.isEmpty() ? QFunction.NO_ACTION : random.nextInt(ACTIONS);
                    double[] observation = new double[STATE + ACTIONS];
                    Arrays.setAll(observation, i -> i < STATE ? (float) random.nextDouble(-2, 2)
                        : i - STATE == previous ? 1 : 0);
                    episode.add(observation);
                    for (int i = 0; i < STATE; i++) {
                        function.input(0)
                            .putFloat(4 * (row * STATE + i), (float) observation[i], ByteOrder.LITTLE_ENDIAN);
                    }
                    function.input(1).putByte(row, (byte) (previous == QFunction.NO_ACTION ? 0 : 1 << previous));
                    function.show(row, shown[row], previous, 0);
                }
                function.evaluate(shown.length, q);
                for (int row = 0; row < shown.length; row++) {
                    double[][] seen = episodes.get(shown[row]).toArray(double[][]::new);
                    if ((kind.looksBack() || head.looksBack()) && seen.length > context) {
                        seen = Arrays.copyOfRange(seen, seen.length - context, seen.length);
                    }
                    double[] expected = twin.qValues(seen)[seen.length - 1];
                    for (int action = 0; action < ACTIONS; action++) {
                        assertEquals(expected[action], q[row * ACTIONS + action], 1e-5, "call " + call);
                    }
                }
            }
        }
    }

    @Test
    void shouldGiveOutTheStateThatTheNextStepBeginsWith() {
        QNetwork network = QNetwork.of(settings(Kind.GRU, Head.Kind.PLAIN, CONTEXT), Networks.ACTING);
        float[] q = new float[2 * ACTIONS];
        try (NetworkQFunction function = new NetworkQFunction(network, 2, 1)) {
            double[] weights = new double[network.parameters().size()];
            Arrays.fill(weights, 0.1);
            function.load(buffer(weights));
            assertEquals(32, function.stateBytes());
            UnsafeBuffer state = new UnsafeBuffer(new byte[2 * 32]);
            function.show(0, 1, QFunction.NO_ACTION, 0);
            function.storeState(1, state, 0);
            assertArrayEquals(new byte[64], state.byteArray());
            function.evaluate(1, q);
            function.storeState(1, state, 32);
            float first = state.getFloat(32, ByteOrder.LITTLE_ENDIAN);
            assertEquals(true, first != 0 && Math.abs(first) < 1, "h after one step is " + first);
            function.storeState(0, state, 32);
            assertEquals(0, state.getFloat(32, ByteOrder.LITTLE_ENDIAN), "the other lane has seen nothing");
        }
    }

    @Test
    void shouldRefuseALaneThatItHasNoRoomFor() {
        try (NetworkQFunction function =
                 new NetworkQFunction(QNetwork.of(settings(Kind.LSTM, Head.Kind.PLAIN, CONTEXT), Networks.ACTING), 2, 1)) {
            assertThrows(IllegalArgumentException.class, () -> function.show(0, 2, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> function.show(-1, 0, 0, 0));
        }
    }

    private static NetworkSettings settings(Kind kind, Head.Kind head, int context) {
        return settings(Memories.of(kind, context), head);
    }

    private static NetworkSettings settings(Memory memory, Head.Kind head) {
        return new NetworkSettings(new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)), memory,
            new Head(head, 0));
    }

    private static UnsafeBuffer buffer(double[] values) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[4 * values.length]);
        for (int i = 0; i < values.length; i++) {
            buffer.putFloat(4 * i, (float) values[i], ByteOrder.LITTLE_ENDIAN);
        }
        return buffer;
    }
}
