package io.troupe.replay.priority;

import io.troupe.common.numeric.PowerFunction;

/**
 * Turns a priority p into the mass p^α that it has in the tree (Schaul et al. 2016, equation 1), as a 64-bit
 * fixed-point number in units of 2^-32. A non-zero priority has at least one unit, so that it can be drawn; a mass
 * above the tree's largest leaf is clamped to it, and counted.
 */
public final class PriorityMass {
    /** The mass 1.0. */
    public static final long ONE = 1L << 32;

    private final double exponent;
    private final PowerFunction power;
    private final long maxMass;
    private long clamped;
    /** The last one that was asked for: a power costs 50 ns, and many windows have the same mass. */
    private long inverted = ONE;
    private float inverse = 1;

    /**
     * @param exponent α, at least 0
     * @param maxMass  the largest mass of a leaf, see {@link PriorityTree#maxMass()}
     */
    public PriorityMass(double exponent, long maxMass) {
        if (!(exponent >= 0) || exponent == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a priority exponent is a finite number of at least 0, got " + exponent);
        }
        this.exponent = exponent;
        power = new PowerFunction(exponent);
        this.maxMass = maxMass;
    }

    /** Whether this is a priority: not NaN, not negative, not infinite. */
    public static boolean isValid(float priority) {
        return priority >= 0 && priority < Float.POSITIVE_INFINITY;
    }

    /** The mass of a valid priority. */
    public long of(float priority) {
        if (priority == 0) {
            return 0;
        }
        // Saturates at Long.MAX_VALUE where the power is larger.
        long mass = (long) (power.of(priority) * ONE);
        if (mass > maxMass) {
            clamped++;
            return maxMass;
        }
        return Math.max(1, mass);
    }

    /**
     * The priority of a mass that {@link #of} made, as exact as the mass is; of a clamped one that of the largest
     * mass.
     */
    public float priorityOf(long ofMass) {
        if (ofMass != inverted) {
            inverted = ofMass;
            inverse = exponent == 0 ? 1 : (float) Math.pow((double) ofMass / ONE, 1 / exponent);
        }
        return inverse;
    }

    /** How many masses were clamped. */
    public long clamped() {
        return clamped;
    }
}
