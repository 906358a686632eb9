package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreezingTest {
    private static final List<Parameter> PARAMETERS = Windows.NETWORK.parameters().parameters();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void frozenTensorsShouldStayToTheBitAlsoWhereTheyHaveMoments(Kind kind) {
        LearnerState moved;
        try (Learner learner = learner(kind, List.of())) {
            steps(learner, 5);
            moved = learner.state();
        }
        try (Learner learner = learner(kind, List.of("encoder.*.weight", "head.value.?.bias"))) {
            learner.restore(moved);
            steps(learner, 5);
            LearnerState after = learner.state();
            for (Parameter parameter : PARAMETERS) {
                float[] before = part(moved.online(), parameter);
                if (parameter.name().matches("encoder.*weight|head.value.0.bias")) {
                    assertArrayEquals(before, part(after.online(), parameter), parameter.name());
                } else {
                    assertNotEquals(Arrays.toString(before), Arrays.toString(part(after.online(), parameter)),
                        parameter.name());
                }
            }
        }
    }

    @Test
    void theNormShouldBeThatOfTheTrainedTensorsAlone() {
        try (Learner whole = learner(Kind.ADAM, List.of()); Learner part = learner(Kind.ADAM, List.of("encoder.*"))) {
            SampledBatch batch = Windows.batch();
            Windows.fill(batch, new SplittableRandom(3));
            whole.step(batch);
            double norm = part.step(batch).gradientNorm();
            float[] expected = whole.gradient().clone();
            PARAMETERS.stream().filter(parameter -> parameter.name().startsWith("encoder.")).forEach(parameter ->
                Arrays.fill(expected, parameter.offset(), parameter.offset() + parameter.size(), 0));
            assertArrayEquals(expected, part.gradient());
            assertEquals(Optimizer.norm(expected), norm);
            assertTrue(norm < Optimizer.norm(whole.gradient()));
        }
    }

    @Test
    void theTargetNetworkShouldFollowWhatALearnerBeginsWith() {
        float[] weights = new float[Windows.NETWORK.parameters().size()];
        Arrays.fill(weights, 0.01f);
        try (Learner learner = learner(Kind.ADAM, List.of("encoder.*"))) {
            learner.begin(weights);
            assertArrayEquals(weights, learner.state().online());
            assertArrayEquals(weights, learner.state().target());
            steps(learner, 3);
            Parameter frozen = PARAMETERS.get(0);
            assertArrayEquals(part(weights, frozen), part(learner.state().target(), frozen));
        }
    }

    @Test
    void shouldRefuseAPatternThatMatchesNothingAndListTheNames() {
        TroupeException error = assertThrows(TroupeException.class, () -> learner(Kind.ADAM, List.of("encoder")));
        assertEquals(ErrorCode.CONFIGURATION, error.code());
        assertTrue(error.getMessage().contains("got 'encoder', which matches no tensor"), error.getMessage());
        assertTrue(error.getMessage().contains("encoder.0.weight, encoder.0.bias"), error.getMessage());
    }

    @Test
    void shouldRefuseToFreezeEverything() {
        TroupeException error =
            assertThrows(TroupeException.class, () -> learner(Kind.ADAM, List.of("encoder.*", "head.*")));
        assertTrue(error.getMessage().contains("freezes every tensor"), error.getMessage());
    }

    private static Learner learner(Kind kind, List<String> freeze) {
        LearningSettings.Optimizer optimizer =
            new LearningSettings.Optimizer(kind, Windows.rate(1e-2), 0.9, 0.999, 0.95, 1e-7, 10);
        return new Learner(Windows.NETWORK, Windows.WINDOW, Windows.settings(Windows.ROWS, 1, true,
            new Target(Target.Update.POLYAK, 1, 0.1), optimizer, freeze), 1, new SplittableRandom(42));
    }

    private static void steps(Learner learner, int count) {
        SampledBatch batch = Windows.batch();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < count; i++) {
            Windows.fill(batch, random);
            learner.step(batch);
        }
    }

    private static float[] part(float[] vector, Parameter parameter) {
        return Arrays.copyOfRange(vector, parameter.offset(), parameter.offset() + parameter.size());
    }
}
