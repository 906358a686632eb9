package io.troupe.learner.status;

import io.troupe.common.metrics.RateMeter;

/**
 * Environment steps a second over the last ten seconds, minute and five minutes; NaN where it is not known. Beside one
 * another they tell a passing dip from a slow decline. A window that is longer than the run is as long as the run.
 */
public record StepRates(double tenSeconds, double minute, double fiveMinutes) {
    public static final StepRates NONE = new StepRates(Double.NaN, Double.NaN, Double.NaN);

    /** Takes them from the count of steps. Used by one thread. */
    public static final class Meter {
        private final RateMeter tenSeconds = new RateMeter(10);
        private final RateMeter minute = new RateMeter(60);
        private final RateMeter fiveMinutes = new RateMeter(300);

        /** Call it regularly: rates are taken between calls. */
        public StepRates rates(double timeS, long steps) {
            return new StepRates(tenSeconds.rate(timeS, steps), minute.rate(timeS, steps),
                fiveMinutes.rate(timeS, steps));
        }
    }
}
