package io.troupe.actor.environment;

import java.util.List;

/**
 * Which of its possible starts an environment begins episodes in: those for training, or the fifth that is held out, so
 * that what was learned can be tried where it never began. Which ones those are is the same everywhere and always.
 */
enum Starts {
    TRAINING, HELD_OUT, ALL;

    static final String OPTION = "starts";
    static final String DEFAULT = "training";

    private static final int HELD_OUT_ONE_IN = 5;

    /** The option {@code starts}: training, held-out or all. */
    static Starts of(EnvironmentOptions options) {
        return switch (options.choice(OPTION, List.of(DEFAULT, "held-out", "all"))) {
            case DEFAULT -> TRAINING;
            case "held-out" -> HELD_OUT;
            default -> ALL;
        };
    }

    /** @param number of the start, whatever the environment counts */
    boolean has(long number) {
        // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbours fall on either side.
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        boolean isHeldOut = Long.remainderUnsigned(mixed ^ mixed >>> 31, HELD_OUT_ONE_IN) == 0;
        return this == ALL || isHeldOut == (this == HELD_OUT);
    }
}
