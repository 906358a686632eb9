package io.troupe.benchmarks.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakBenchmarkTest {
    @Test
    void shouldKeepAShardOfAnotherProcessBusy() {
        try (Soak soak = new Soak(256, 1 << 20, 64)) {
            long begunNs = System.nanoTime();
            SoakSample sample = soak.await(1_500_000_000);
            assertTrue(sample.insertsPerS() > 0);
            assertTrue(sample.latencyUs(50) > 0);
            assertTrue(sample.residentBytes() > 10 << 20, "a JVM takes more than " + sample.residentBytes());
            double atMostS = (System.nanoTime() - begunNs) / 1e9 + 0.5;
            assertTrue(sample.seconds() >= 1.5 && sample.seconds() <= atMostS, sample::toString);
        }
    }

    @Test
    void shouldCallMemoryThatGrowsNotFlat() {
        assertTrue(verdict(100, 100, 100, 100, 101, 101, 1, 1, 1, 1, 1, 1).isFlat());
        assertFalse(verdict(100, 100, 100, 100, 103, 103, 1, 1, 1, 1, 1, 1).isFlat());
    }

    @Test
    void shouldCallLatencyThatGrowsNotFlatButAllowABadInterval() {
        assertTrue(verdict(1, 1, 1, 1, 1, 1, 90, 5, 5, 5, 5, 6).isFlat());
        assertFalse(verdict(1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 13, 12).isFlat());
    }

    @Test
    void shouldLeaveTheWarmUpOut() {
        assertTrue(verdict(10, 50, 100, 100, 100, 100, 9, 9, 5, 5, 5, 5).isFlat());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--minutes", "--minutes 0", "--minutes NaN", "--minutes x", "--hours 3"})
    void shouldRefuseWhatIsNoTime(String args) {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new SoakBenchmark().run(List.of(args.split(" ")), true, System.out, told -> { }));
        assertTrue(refusal.getMessage().contains("got " + args), refusal.getMessage());
    }

    private static SoakVerdict verdict(long... residentBytesThenLatencyUs) {
        int count = residentBytesThenLatencyUs.length / 2;
        List<SoakSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Histogram latency = new Histogram(3);
            latency.recordValue(residentBytesThenLatencyUs[count + i] * 1000);
            samples.add(new SoakSample(i + 1, 1, residentBytesThenLatencyUs[i], 1, 1, latency));
        }
        return SoakVerdict.of(samples);
    }
}
