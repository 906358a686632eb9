package io.troupe.common.config;

/** The numbers that a setting may have. NaN and the infinities are in none. */
record Range(double min, double max, boolean isMinOpen, boolean isMaxOpen) {
    static final Range FRACTION = new Range(0, 1, false, false);
    static final Range FRACTION_BELOW_ONE = new Range(0, 1, false, true);
    static final Range FRACTION_ABOVE_ZERO = new Range(0, 1, true, false);
    static final Range POSITIVE = new Range(0, Double.MAX_VALUE, true, false);
    static final Range ANY = new Range(-Double.MAX_VALUE, Double.MAX_VALUE, false, false);

    static Range between(double min, double max) {
        return new Range(min, max, false, false);
    }

    boolean contains(double value) {
        return (isMinOpen ? value > min : value >= min) && (isMaxOpen ? value < max : value <= max);
    }

    String describe() {
        if (min == -Double.MAX_VALUE && max == Double.MAX_VALUE) {
            return "a number";
        }
        String low = isMinOpen ? "above " + show(min) : "from " + show(min);
        if (max == Double.MAX_VALUE) {
            return "a number " + (isMinOpen ? low : "of at least " + show(min));
        }
        return "a number " + low + (isMaxOpen ? " to below " : " to ") + show(max);
    }

    private static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
            : Double.toString(value);
    }
}
