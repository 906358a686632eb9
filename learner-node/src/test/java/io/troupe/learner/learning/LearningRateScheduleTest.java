package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.LearningRate;
import io.troupe.common.config.LearningSettings.LearningRate.Schedule;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {
    @Test
    void shouldFallInAStraightLine() {
        assertArrayEquals(new double[] {1, 0.875, 0.75, 0.625, 0.5, 0.5}, rates(0, Schedule.LINEAR, 0.5, 6), 1e-12);
    }

    @Test
    void shouldFallAlongHalfAWave() {
        double quarter = Math.sqrt(0.5) / 2;
        assertArrayEquals(new double[] {1, 0.6 + 0.8 * quarter, 0.6, 0.6 - 0.8 * quarter, 0.2, 0.2},
            rates(0, Schedule.COSINE, 0.2, 6), 1e-12);
    }

    @Test
    void shouldStayWhereItIsConstant() {
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, rates(0, Schedule.CONSTANT, 0.2, 6), 0);
    }

    @Test
    void shouldRiseFromZeroBeforeItFalls() {
        assertArrayEquals(new double[] {0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0},
            rates(4, Schedule.LINEAR, 0, 10), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void shouldStayWhereTheFractionIsOne(Schedule schedule) {
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, rates(0, schedule, 1, 6), 0);
    }

    @Test
    void theRateShouldFollowTheOptimizersSteps() {
        LearningRate rate = new LearningRate(0.5, 2, Schedule.CONSTANT, 1, 1);
        Optimizer optimizer = Optimizer.of(TrainableParameters.all(1), new LearningSettings.Optimizer(
            LearningSettings.Optimizer.Kind.RMSPROP, rate, 0, 0, 0, 0.5, 0));
        float[] parameter = new float[1];
        // With decay 0 the variance is 0, and a step is rate · g/ε.
        optimizer.step(parameter, new float[] {1}, 1);
        assertEquals(-0.5, parameter[0], 1e-6);
        assertEquals(0.5, optimizer.learningRate());
        optimizer.step(parameter, new float[] {1}, 1);
        assertEquals(-1.5, parameter[0], 1e-6);
    }

    private static double[] rates(long warmUpSteps, Schedule schedule, double finalFraction, int steps) {
        LearningRateSchedule rates =
            new LearningRateSchedule(new LearningRate(1, warmUpSteps, schedule, finalFraction, 4));
        return LongStream.range(0, steps).mapToDouble(rates::at).toArray();
    }
}
