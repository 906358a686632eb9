package io.troupe.benchmarks.learned;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LearnedComparisonTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @Test
    void shouldSetTheMediansBesideEachOther() {
        assertEquals(OptionalDouble.of(0.5), ratio(runs(1, 4, NEVER), runs(8, 2, NEVER)));
    }

    @Test
    void shouldHaveNoRatioWhereMostRunsDidNotReachTheGoal() {
        assertEquals(OptionalDouble.empty(), ratio(runs(1, 4, 5), runs(8, NEVER, NEVER)));
        assertEquals(OptionalDouble.empty(), ratio(runs(1, NEVER, NEVER), runs(8, 9, 10)));
        assertEquals(OptionalDouble.empty(), ratio(runs(NEVER), runs(NEVER)));
        assertEquals(OptionalDouble.empty(), ratio(runs(1, 4, 5), List.of()));
    }

    private static OptionalDouble ratio(List<LearnedResult> ours, List<LearnedResult> peers) {
        return new LearnedComparison(LearnedTask.ALL.get(0), ours, peers).ratio();
    }

    private static List<LearnedResult> runs(double... timesS) {
        return Arrays.stream(timesS).mapToObj(timeS ->
            new LearnedResult(Double.isFinite(timeS), Math.min(timeS, 100), 101, 0, 1_000, 10)).toList();
    }
}
