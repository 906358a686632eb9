package io.troupe.common.network;

import static io.troupe.common.network.MemoryFixture.ACTIONS;
import static io.troupe.common.network.MemoryFixture.POSITIONS;
import static io.troupe.common.network.MemoryFixture.ROWS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
            Memories.hierarchical(2, 2, Norm.PRE, Gate.GRU, Score.SCALED_DOT),
            Memories.hierarchical(2, 1, Norm.POST, Gate.RESIDUAL, Score.ADDITIVE),
            Memories.hierarchical(1, 3, Norm.PRE, Gate.RESIDUAL, Score.KEY),
            Memories.hierarchical(5, 2, Norm.PRE, Gate.GRU, Score.ADDITIVE));
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
            double[][] q = fixture.qValues(fixture.observations);
            for (int row = 0; row < ROWS; row++) {
                double[][] expected = fixture.twin(fixture.weights).qValues(fixture.observations[row]);
                for (int position = 0; position < POSITIONS; position++) {
                    assertArrayEquals(expected[position], q[row * POSITIONS + position], 1e-5,
                        "row " + row + " position " + position);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void shouldGiveTheGradientOfItsEquations(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            SplittableRandom random = new SplittableRandom(5);
            float[] outer = new float[ROWS * POSITIONS * ACTIONS];
            for (int i = 0; i < outer.length; i++) {
                outer[i] = (float) random.nextDouble(-1, 1);
            }
            float[] gradient = fixture.gradient(outer);
            double step = 1e-5;
            for (ParameterLayout.Parameter parameter : fixture.network.parameters().parameters()) {
                int index = parameter.offset() + random.nextInt(parameter.size());
                double expected = (fixture.weightedQ(index, step, outer) - fixture.weightedQ(index, -step, outer))
                    / (2 * step);
                assertEquals(expected, gradient[index], 1e-4 * Math.max(1, Math.abs(expected)), parameter.name());
            }
        }
    }

    /** What lies behind a row's end is the future of all before it, too. */
    @ParameterizedTest
    @MethodSource("memories")
    void shouldNotSeeTheFuture(Memory memory) {
        try (MemoryFixture fixture = fixture(memory)) {
            double[][] before = fixture.qValues(fixture.observations);
            for (int first = 1; first < POSITIONS; first++) {
                double[][] after = fixture.qValues(fixture.observationsChangedFrom(first));
                for (int i = 0; i < before.length; i++) {
                    if (i % POSITIONS < first) {
                        assertArrayEquals(before[i], after[i], "position " + i % POSITIONS + " sees " + first);
                    }
                }
            }
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
                assertEquals(new Shape(ROWS, memory.attention().heads(), POSITIONS, attended), told.weights().getShape());
                float[] weights = told.weights().toFloatArray();
                for (int i = 0; i < weights.length; i += attended) {
                    int position = i / attended % POSITIONS;
                    float sum = 0;
                    for (int j = 0; j < attended; j++) {
                        sum += weights[i + j];
                        assertTrue(j * length <= position || weights[i + j] == 0, "looks at what is to come");
                    }
                    assertEquals(1, sum, 1e-5);
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

    @Test
    void shouldRefuseMorePositionsThanItLooksBackTo() {
        try (MemoryFixture fixture = fixture(new Memory(Kind.TRANSFORMER, 8, 2,
            new Memory.Attention(POSITIONS - 1, 2, Score.KEY, Positions.NONE), Memory.none().layers(),
            Memory.none().chunks()))) {
            assertThrows(IllegalArgumentException.class, () -> fixture.qValues(fixture.observations));
        }
    }

    private static MemoryFixture fixture(Memory memory) {
        return new MemoryFixture(memory, Head.Kind.PLAIN);
    }
}
