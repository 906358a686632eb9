package io.troupe.common.network;

import static io.troupe.common.network.MemoryFixture.POSITIONS;
import static io.troupe.common.network.MemoryFixture.ROWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.config.NetworkSettings.Head;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The head that looks back, behind memories that do and one that is none. */
class DuelingAttentionHeadTest {
    static Stream<Memory> memories() {
        return Stream.of(
            Memories.attending(Kind.NONE, 1, Positions.NONE, Score.SCALED_DOT),
            Memories.attending(Kind.NONE, 1, Positions.NONE, Score.ADDITIVE),
            Memories.attending(Kind.TRANSFORMER, 2, Positions.LEARNED, Score.KEY),
            Memories.of(Kind.EPISODIC));
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

    @Test
    void shouldTellWhatItLookedAt() {
        try (MemoryFixture fixture = fixture(Memories.of(Kind.NONE));
             NDManager step = fixture.manager.newSubManager()) {
            assertTrue(fixture.network.hasMemory());
            NetworkOutput output = fixture.network.forward(fixture.input(step, fixture.observations, null),
                fixture.loaded.views());
            Attention told = output.attention().get(0);
            assertEquals("head", told.part());
            assertEquals(new Shape(ROWS, 1, POSITIONS, POSITIONS), told.weights().getShape());
            float[] weights = told.weights().toFloatArray();
            for (int i = 0; i < weights.length; i += POSITIONS) {
                float sum = 0;
                for (int j = 0; j < POSITIONS; j++) {
                    sum += weights[i + j];
                    assertTrue(j <= i / POSITIONS % POSITIONS || weights[i + j] == 0, "looks at what is to come");
                }
                assertEquals(1, sum, 1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"LSTM", "GRU", "HIERARCHICAL_LSTM"})
    void shouldRefuseAMemoryThatIsShownOneStepAtATime(Kind kind) {
        TroupeException refusal = assertThrows(TroupeException.class, () -> fixture(Memories.of(kind)));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("choose another head or memory"), refusal.getMessage());
    }

    private static MemoryFixture fixture(Memory memory) {
        return new MemoryFixture(memory, Head.Kind.DUELING_ATTENTION);
    }
}
