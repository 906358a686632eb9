package io.troupe.launcher.reproduce;

import java.util.OptionalDouble;

/** Between which numbers another one has to lie; where both are missing, any will do. */
record Bounds(OptionalDouble atLeast, OptionalDouble atMost) {
    static final Bounds NONE = new Bounds(OptionalDouble.empty(), OptionalDouble.empty());

    boolean isNone() {
        return atLeast.isEmpty() && atMost.isEmpty();
    }

    /** A NaN lies nowhere. */
    boolean contains(double value) {
        return !Double.isNaN(value) && value >= atLeast.orElse(Double.NEGATIVE_INFINITY)
            && value <= atMost.orElse(Double.POSITIVE_INFINITY);
    }

    /** As in {@code ≥ 450}, {@code ≤ 150} or {@code 0.4 to 0.6}. */
    @Override
    public String toString() {
        if (isNone()) {
            return "any";
        }
        if (atLeast.isPresent() && atMost.isPresent()) {
            return Numbers.shortest(atLeast.getAsDouble()) + " to " + Numbers.shortest(atMost.getAsDouble());
        }
        return atLeast.isPresent() ? "≥ " + Numbers.shortest(atLeast.getAsDouble())
            : "≤ " + Numbers.shortest(atMost.getAsDouble());
    }
}
