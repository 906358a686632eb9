package io.troupe.common.exploration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrdinalAllocatorTest {
    @Test
    void shouldHandOutInBitReversedOrder() {
        assertArrayEquals(new int[] {0, 4, 2, 6, 1, 5, 3, 7}, take(new OrdinalAllocator(8), 8));
    }

    @Test
    void shouldLeaveOutWhatIsTooLargeForASizeThatIsNoPowerOfTwo() {
        assertArrayEquals(new int[] {0, 4, 2, 1, 5, 3}, take(new OrdinalAllocator(6), 6));
        assertArrayEquals(new int[] {0}, take(new OrdinalAllocator(1), 1));
    }

    @Test
    void shouldHandOutTheFirstFreeOne() {
        OrdinalAllocator allocator = new OrdinalAllocator(8);
        take(allocator, 5);
        allocator.release(2);
        allocator.release(4);
        assertArrayEquals(new int[] {4, 2, 5}, take(allocator, 3));
    }

    @Test
    void shouldBeginAnotherRoundWhenAllAreTaken() {
        assertArrayEquals(new int[] {0, 2, 1, 3, 0, 2}, take(new OrdinalAllocator(4), 6));
    }

    @Test
    void shouldNotHandOutWhatWasTakenByName() {
        OrdinalAllocator allocator = new OrdinalAllocator(4);
        allocator.acquire(0);
        assertEquals(2, allocator.acquire());
    }

    @Test
    void shouldRefuseToReleaseWhatIsFree() {
        assertThrows(IllegalStateException.class, () -> new OrdinalAllocator(4).release(1));
    }

    private static int[] take(OrdinalAllocator allocator, int count) {
        return IntStream.range(0, count).map(i -> allocator.acquire()).toArray();
    }
}
