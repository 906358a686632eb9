package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ThinnedSeriesTest {
    @Test
    void shouldKeepAllWhileThereIsRoom() {
        assertEquals(List.of(0, 1, 2, 3), filled(4, 4).items());
    }

    @Test
    void shouldKeepEverySecondAndTheNewestWhenFull() {
        assertEquals(List.of(0, 2, 4), filled(4, 5).items());
        assertEquals(List.of(0, 2, 4, 5), filled(4, 6).items());
        assertEquals(List.of(0, 4, 8, 9), filled(4, 10).items());
    }

    @Test
    void shouldStayBoundedAndEvenlySpacedOverALongRun() {
        List<Integer> items = filled(2_000, 1_000_000).items();
        assertTrue(items.size() <= 2_001, () -> "kept " + items.size());
        assertTrue(items.size() >= 900, () -> "kept only " + items.size());
        assertEquals(0, items.get(0));
        assertEquals(999_999, items.get(items.size() - 1));
        int stride = items.get(1);
        IntStream.range(1, items.size() - 1)
            .forEach(i -> assertEquals(stride, items.get(i) - items.get(i - 1)));
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertEquals(List.of(), new ThinnedSeries<Integer>(2).items());
    }

    @Test
    void shouldRefuseAnOddCapacity() {
        assertThrows(IllegalArgumentException.class, () -> new ThinnedSeries<Integer>(3));
    }

    private static ThinnedSeries<Integer> filled(int capacity, int count) {
        ThinnedSeries<Integer> series = new ThinnedSeries<>(capacity);
        IntStream.range(0, count).forEach(series::add);
        return series;
    }
}
