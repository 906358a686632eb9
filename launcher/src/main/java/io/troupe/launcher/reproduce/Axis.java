package io.troupe.launcher.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers along a line of a picture, between two round ones.
 *
 * @param step from one mark to the next: 1, 2 or 5 times a power of ten
 * @param from pixel of {@code low}, as {@code to} is of {@code high}; may be the greater one
 */
record Axis(double low, double high, double step, double from, double to) {
    /** @param marks about so many spaces between marks */
    static Axis over(double smallest, double largest, int marks, double from, double to) {
        double span = largest > smallest ? largest - smallest : Math.max(1, Math.abs(largest));
        double raw = span / marks;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10);
        double low = Math.floor(smallest / step + 1e-9) * step;
        double high = Math.ceil(largest / step - 1e-9) * step;
        return new Axis(low, high > low ? high : low + step, step, from, to);
    }

    double pixel(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        long first = Math.round(low / step);
        for (long i = first; i <= Math.round(high / step); i++) {
            marks.add(i * step);
        }
        return marks;
    }
}
