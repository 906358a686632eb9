package io.troupe.actor.evaluation;

import java.util.random.RandomGenerator;

/**
 * A generator that can be set to a seed again, so that an environment that lives long can still begin each episode from
 * the episode's own seed (SplitMix64, Steele, Lea and Flood 2014).
 */
final class EpisodeRandom implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    void seed(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A seed made of two numbers: different ones for different pairs, as far as anybody can tell. */
    static long seedOf(long first, long second) {
        return mix(mix(first + GOLDEN_GAMMA) ^ (second * GOLDEN_GAMMA + 1));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
