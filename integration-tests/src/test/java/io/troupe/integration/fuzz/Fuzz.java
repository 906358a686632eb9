package io.troupe.integration.fuzz;

import java.util.SplittableRandom;

/**
 * Runs a fuzzer: so many rounds, always the same ones, in the test run; with {@code -Dtroupe.fuzz.seconds=N} for N
 * seconds, with a new seed each time, or that of {@code -Dtroupe.fuzz.seed=S}. What fails names seed and round.
 */
final class Fuzz {
    private static final long SECONDS = Long.getLong("troupe.fuzz.seconds", 0);
    private static final long FIXED_SEED = 20;

    /** One round; {@code number} counts from 0. */
    interface Round {
        void run(SplittableRandom random, long number);
    }

    private Fuzz() {
    }

    static void run(long rounds, Round round) {
        long seed = Long.getLong("troupe.fuzz.seed", SECONDS == 0 ? FIXED_SEED : System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        long startNs = System.nanoTime();
        for (long number = 0; isGoingOn(rounds, number, startNs); number++) {
            try {
                round.run(random, number);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round " + number + " with -Dtroupe.fuzz.seed=" + seed + ": " + e, e);
            }
        }
    }

    private static boolean isGoingOn(long rounds, long number, long startNs) {
        return SECONDS == 0 ? number < rounds : System.nanoTime() - startNs < SECONDS * 1_000_000_000L;
    }
}
