package io.troupe.common.numeric;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014): a generator whose whole
 * state is one number, so that it can be stored and gone on with, and set to a seed again by who lives long.
 */
public final class SplitMix64 implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** @param state any number: a seed, or the {@link #state()} of another one */
    public SplitMix64(long state) {
        this.state = state;
    }

    /** Begins anew, as if it had been made of this. */
    public void seed(long newState) {
        state = newState;
    }

    /** A seed made of two numbers: different ones for different pairs, as far as anybody can tell. */
    public static long seedOf(long first, long second) {
        return mix(mix(first + GOLDEN_GAMMA) ^ (second * GOLDEN_GAMMA + 1));
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** A generator that is made of this draws what this one would draw next. */
    public long state() {
        return state;
    }
}
