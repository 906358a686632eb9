package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;

/**
 * What follows the options of a benchmark, checked.
 *
 * @param benchmark its name, for who is told what is wrong
 */
public record OptionValues(String benchmark) {
    /** @throws TroupeException CONFIGURATION where it is no finite number above 0; null is none */
    public double positive(String option, String value) {
        try {
            double number = Double.parseDouble(String.valueOf(value));
            if (number > 0 && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as every other value that is none.
        }
        throw problem("takes a number above 0 after " + option + ", got " + value);
    }

    /** @throws TroupeException CONFIGURATION where it is no whole number above 0; null is none */
    public int count(String option, String value) {
        try {
            int number = Integer.parseInt(String.valueOf(value));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as every other value that is none.
        }
        throw problem("takes a whole number above 0 after " + option + ", got " + value);
    }

    public TroupeException problem(String what) {
        return new TroupeException(ErrorCode.CONFIGURATION, "the benchmark " + benchmark + " " + what);
    }
}
