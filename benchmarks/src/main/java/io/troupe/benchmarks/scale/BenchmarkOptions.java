package io.troupe.benchmarks.scale;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code --name value} of a benchmark's command line, with their defaults. */
final class BenchmarkOptions {
    private static final int MOST = 100_000;

    private final String benchmark;
    private final Map<String, String> values = new LinkedHashMap<>();

    BenchmarkOptions(String benchmark) {
        this.benchmark = benchmark;
    }

    /** One more option. */
    BenchmarkOptions with(String name, String byDefault) {
        values.put(name, byDefault);
        return this;
    }

    /** @throws TroupeException CONFIGURATION where an argument is no option or has no value */
    BenchmarkOptions read(List<String> args) {
        String defaults = toString();
        for (int i = 0; i < args.size(); i += 2) {
            String name = args.get(i).startsWith("--") ? args.get(i).substring(2) : "";
            if (!values.containsKey(name) || i + 1 == args.size()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark " + benchmark + " has no option '"
                    + args.get(i) + "', or it has no value; its options and their defaults are " + defaults);
            }
            values.put(name, args.get(i + 1));
        }
        return this;
    }

    String text(String name) {
        return values.get(name);
    }

    double number(String name) {
        try {
            double value = Double.parseDouble(values.get(name));
            if (value > 0 && value < 1e9) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of bounds is.
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, String.format(Locale.ROOT,
            "--%s is '%s'; expected a number above 0 and below 10^9", name, values.get(name)));
    }

    /** Whole numbers, separated by commas. */
    int[] counts(String name, int least) {
        try {
            int[] counts = Arrays.stream(values.get(name).split(",")).mapToInt(Integer::parseInt).toArray();
            if (counts.length > 0 && Arrays.stream(counts).allMatch(count -> count >= least && count <= MOST)) {
                return counts;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of bounds is.
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, String.format(Locale.ROOT,
            "--%s is '%s'; expected a whole number from %d to %d, or some separated by commas", name, values.get(name),
            least, MOST));
    }

    /** All of them, as they would be written. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "--" : " --").append(name).append(' ').append(value));
        return text.toString();
    }
}
