package io.troupe.launcher.reproduce;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(9);

    private Numbers() {
    }

    /** With as many digits as it has: 450, 0.95, -0.5. */
    static String shortest(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** A return: one decimal where it is at least 10, three where it is smaller. */
    static String measured(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%,.1f" : "%.3f", value);
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** As in {@code 250k} and {@code 1.5M}. */
    static String steps(double value) {
        if (value >= 1e6) {
            return shortest(value / 1e6) + "M";
        }
        return value >= 1e3 ? shortest(value / 1e3) + "k" : shortest(value);
    }
}
