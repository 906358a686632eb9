package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.RunSnapshot.EpsilonReturn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Small things that the monitor computes from what it hears. */
class RunNumbersTest {
    @Test
    void quantilesOfErrorsShouldBeThoseOfTheNumbersToAQuarterOfAnOctave() {
        SplittableRandom random = new SplittableRandom(3);
        float[] errors = new float[4_000];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = (float) Math.exp(4 * random.nextDouble() - 3);
        }
        ErrorHistogram histogram = new ErrorHistogram();
        histogram.record(errors);
        Distribution told = histogram.take();
        Arrays.sort(errors);
        double bucket = Math.pow(2, 0.25);
        for (double[] one : new double[][] {{0.1, told.p10()}, {0.5, told.p50()}, {0.9, told.p90()}, {0.99, told.p99()}}) {
            double exact = errors[(int) (one[0] * errors.length)];
            assertTrue(one[1] >= exact / bucket && one[1] <= exact * bucket, one[0] + ": " + one[1] + " for " + exact);
        }
        assertEquals(errors[errors.length - 1], told.max(), 1e-6);
        assertEquals(errors.length, told.counts().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
    }

    @Test
    void olderErrorsShouldCountLess() {
        ErrorHistogram histogram = new ErrorHistogram();
        float[] old = new float[8_192];
        Arrays.fill(old, 100);
        float[] recent = new float[8_192];
        Arrays.fill(recent, 0.01f);
        histogram.record(old);
        histogram.record(recent);
        histogram.record(recent);
        assertTrue(histogram.take().p50() < 0.02);
        assertEquals(0, histogram.take().max(), "since the last call");
    }

    @Test
    void errorsOfZeroAndBeyondTheScaleShouldHaveTheirPlaces() {
        ErrorHistogram histogram = new ErrorHistogram();
        histogram.record(new float[] {0, Float.MIN_VALUE, 1e30f});
        Distribution told = histogram.take();
        assertEquals(3, told.counts().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        assertEquals(Distribution.NONE, new ErrorHistogram().take());
    }

    @Test
    void aShardsOldestStepShouldBeAsOldAsWhatItHasEvicted() {
        StoreAge age = new StoreAge();
        assertEquals(0, age.oldestS(10, 0, 0), 1e-9);
        // A hundred steps a second, of which a thousand fit.
        for (int second = 1; second <= 100; second++) {
            double told = age.oldestS(10 + second, 100L * second, Math.min(1_000, 100 * second));
            assertEquals(Math.min(10, second), told, 1e-9, "after " + second + " s");
        }
    }

    @Test
    void theAgeShouldStayRightToAHundredthWhereReportsAreMany() {
        StoreAge age = new StoreAge();
        age.oldestS(0, 0, 0);
        for (int second = 1; second <= 5_000; second++) {
            double told = age.oldestS(second, 100L * second, 100L * Math.min(2_000, second));
            assertEquals(Math.min(2_000, second), told, 1 + 0.01 * second, "after " + second + " s");
        }
    }

    @Test
    void returnsShouldBeGatheredByEpsilonTheLeastExploringFirst() {
        EpsilonReturns returns = new EpsilonReturns();
        for (int i = 0; i < 30; i++) {
            returns.add(0.4, i);
        }
        returns.add(0.001, 5);
        returns.add(0.001001, 7);
        List<EpsilonReturn> means = returns.means();
        assertEquals(2, means.size());
        assertEquals(6, means.get(0).meanReturn());
        assertEquals(2, means.get(0).episodes());
        assertEquals(20, means.get(1).episodes());
        assertEquals(19.5, means.get(1).meanReturn());
    }
}
