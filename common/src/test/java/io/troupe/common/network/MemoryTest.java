package io.troupe.common.network;

import static io.troupe.common.network.MemoryFixture.POSITIONS;
import static io.troupe.common.network.MemoryFixture.ROWS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every memory against its equations, in loops and double precision. */
class MemoryTest {
    static Stream<Memory> memories() {
        return Stream.of(
            Memory.none(),
            Memories.of(Kind.LSTM),
            Memories.of(Kind.GRU),
            Memories.layered(Kind.TRANSFORMER, Norm.PRE, Gate.GRU, Positions.LEARNED, Score.SCALED_DOT),
            Memories.layered(Kind.TRANSFORMER, Norm.PRE, Gate.RESIDUAL, Positions.SINUSOIDAL, Score.SCALED_DOT),
            Memories.layered(Kind.TRANSFORMER, Norm.POST, Gate.RESIDUAL, Positions.LEARNED, Score.ADDITIVE),
            Memories.layered(Kind.TRANSFORMER, Norm.POST, Gate.GRU, Positions.NONE, Score.KEY),
            Memories.attending(Kind.ATTENTION_LSTM, 1, Positions.LEARNED, Score.SCALED_DOT),
            Memories.attending(Kind.ATTENTION_LSTM, 2, Positions.SINUSOIDAL, Score.ADDITIVE),
            Memories.attending(Kind.ATTENTION_LSTM, 2, Positions.NONE, Score.KEY),
            Memories.ofPast(Kind.TRANSFORMER, Positions.NONE, Score.SCALED_DOT),
            Memories.ofPast(Kind.TRANSFORMER, Positions.LEARNED, Score.KEY),
            Memories.ofPast(Kind.ATTENTION_LSTM, Positions.LEARNED, Score.ADDITIVE),
            Memories.hierarchical(2, 2, Norm.PRE, Gate.GRU, Score.SCALED_DOT),
            Memories.hierarchical(2, 1, Norm.POST, Gate.RESIDUAL, Score.ADDITIVE),
            Memories.hierarchical(1, 3, Norm.PRE, Gate.RESIDUAL, Score.KEY),
            Memories.hierarchical(5, 2, Norm.PRE, Gate.GRU, Score.ADDITIVE),
            Memories.attending(Kind.EPISODIC, 1, Positions.LEARNED, Score.SCALED_DOT),
            Memories.attending(Kind.EPISODIC, 2, Positions.SINUSOIDAL, Score.ADDITIVE),
            Memories.attending(Kind.EPISODIC, 2, Positions.NONE, Score.KEY),
            Memories.slow(1), Memories.slow(2), Memories.slow(3), Memories.slow(9));
    }

    static Stream<Memory> attending() {
        return memories().filter(memory -> memory.kind().attends());
    }

    static Stream<Memory> recurrent() {
        return memories().filter(memory -> memory.kind().carriesState());
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldComputeItsEquations(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            fixture.assertEquations();
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldGiveTheGradientOfItsEquations(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            fixture.assertGradient();
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldNotSeeTheFuture(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            fixture.assertCausal();
        }
    }

    @ParameterizedTest
    @MethodSource("recurrent")
    void shouldComeToTheSameStepByStep(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            double[][] whole = fixture.qValues(fixture.observations);
            float[] state = null;
            for (int position = 0; position < POSITIONS; position++) {
                double[][][] single = new double[ROWS][1][];
                for (int row = 0; row < ROWS; row++) {
                    single[row][0] = fixture.observations[row][position];
                }
                float[][] stateAfter = new float[1][];
                double[][] q = fixture.qValues(single, state, stateAfter);
                state = stateAfter[0];
                for (int row = 0; row < ROWS; row++) {
                    assertArrayEquals(whole[row * POSITIONS + position], q[row], 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attending")
    void shouldTellWhatItLookedAt(Memory memory) {
        try (MemoryFixture fixture = fixture(memory); NDManager step = fixture.manager.newSubManager()) {
            NetworkOutput output = fixture.network.forward(fixture.input(step, fixture.observations, null),
                fixture.loaded.views());
            assertFalse(output.attention().isEmpty());
            for (Attention told : output.attention()) {
                int length = told.over() == Attention.Over.CHUNKS ? memory.chunks().length() : 1;
                int attended = (POSITIONS + length - 1) / length;
                assertEquals(new Shape(ROWS, memory.attention().heads(), POSITIONS, attended),
                    told.weights().getShape());
                float[] weights = told.weights().toFloatArray();
                for (int i = 0; i < weights.length; i += attended) {
                    int position = i / attended % POSITIONS;
                    int last = memory.kind() == Kind.EPISODIC ? position - 1
                        : memory.attention().looksAt() == LooksAt.PAST ? Math.max(position - 1, 0) : position;
                    float sum = 0;
                    for (int j = 0; j < attended; j++) {
                        sum += weights[i + j];
                        assertTrue(j * length <= last || weights[i + j] == 0, "looks at what it may not see");
                    }
                    assertEquals(last < 0 ? 0 : 1, sum, 1e-5);
                }
            }
        }
    }

    @Test
    void shouldLookIntoTheTopChunksAlone() {
        Memory memory = Memories.hierarchical(2, 1, Norm.PRE, Gate.GRU, Score.SCALED_DOT);
        try (MemoryFixture fixture = fixture(memory); NDManager step = fixture.manager.newSubManager()) {
            NetworkOutput output = fixture.network.forward(fixture.input(step, fixture.observations, null),
                fixture.loaded.views());
            float[] chunks = output.attention().get(0).weights().toFloatArray();
            float[] steps = output.attention().get(1).weights().toFloatArray();
            for (int i = 0; i < chunks.length; i++) {
                assertTrue(chunks[i] == 0 || chunks[i] == 1, "one chunk is all that is looked into: " + chunks[i]);
                int first = i / 3 * POSITIONS + i % 3 * 2;
                float inside = steps[first] + (i % 3 < 2 ? steps[first + 1] : 0);
                assertEquals(chunks[i], inside, 1e-5);
            }
        }
    }

    /** Rows of one batch that begin at different steps of their episodes, as windows of a replay do. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9})
    void shouldGoOnInThePhaseOfEachRow(int slowPeriod) {
        try (MemoryFixture fixture = fixture(Memories.slow(slowPeriod))) {
            double[][] whole = fixture.qValues(fixture.observations);
            int size = fixture.network.stateSize();
            float[] mixed = new float[ROWS * size];
            double[][][] rest = new double[ROWS][POSITIONS - ROWS][];
            for (int row = 0; row < ROWS; row++) {
                int begin = row + 1;
                float[][] after = new float[1][];
                double[][][] before = new double[ROWS][begin][];
                for (int each = 0; each < ROWS; each++) {
                    System.arraycopy(fixture.observations[each], 0, before[each], 0, begin);
                }
                fixture.qValues(before, null, after);
                System.arraycopy(after[0], row * size, mixed, row * size, size);
                System.arraycopy(fixture.observations[row], begin, rest[row], 0, rest[row].length);
            }
            double[][] q = fixture.qValues(rest, mixed, new float[1][]);
            for (int i = 0; i < q.length; i++) {
                int row = i / (POSITIONS - ROWS);
                assertArrayEquals(whole[row * POSITIONS + row + 1 + i % (POSITIONS - ROWS)], q[i], 1e-6, "row " + row);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"TRANSFORMER", "ATTENTION_LSTM", "EPISODIC", "HIERARCHICAL"})
    void shouldDropInLearningAloneAndTheSameAfterTheSameSeed(Kind kind) {
        try (MemoryFixture fixture = fixture(Memories.dropping(kind, 0.3));
             MemoryFixture without = fixture(Memories.dropping(kind, 0));
             NDManager step = fixture.manager.newSubManager()) {
            NetworkInput shown = fixture.input(step, fixture.observations, null);
            float[] expected = without.network.forward(shown, without.loaded.views()).qValues().toFloatArray();
            assertArrayEquals(expected,
                fixture.network.forward(shown, fixture.loaded.views()).qValues().toFloatArray());
            float[][] dropped = new float[3][];
            for (int i = 0; i < 3; i++) {
                EngineSetup.seed(i / 2);
                dropped[i] = fixture.network.forward(shown.forTraining(), fixture.loaded.views()).qValues()
                    .toFloatArray();
            }
            assertFalse(Arrays.equals(expected, dropped[0]));
            assertArrayEquals(dropped[0], dropped[1]);
            assertFalse(Arrays.equals(dropped[1], dropped[2]));
        }
    }

    @Test
    void shouldRefuseToRememberActionsThatItIsNotShown() {
        TroupeException refusal = assertThrows(TroupeException.class, () -> QNetwork.of(new NetworkSettings(
            new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(6)), Memories.of(Kind.EPISODIC),
            new Head(Head.Kind.PLAIN, 0)), Networks.FLOATS));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("set environment.previous-action = true"), refusal.getMessage());
    }

    @Test
    void shouldRefuseMorePositionsThanItLooksBackTo() {
        try (MemoryFixture fixture = fixture(new Memory(Kind.TRANSFORMER, 8, 2,
            new Memory.Attention(POSITIONS - 1, 2, Score.KEY, Positions.NONE, 0), Memory.none().layers(),
            Memory.none().chunks()))) {
            assertThrows(IllegalArgumentException.class, () -> fixture.qValues(fixture.observations));
        }
    }

    private static MemoryFixture fixture(Memory memory) {
        return new MemoryFixture(memory, Head.Kind.PLAIN);
    }
}
