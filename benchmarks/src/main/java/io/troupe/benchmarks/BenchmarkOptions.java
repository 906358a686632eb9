package io.troupe.benchmarks;

import io.troupe.common.error.TroupeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code --name value} of a benchmark's command line, with their defaults. */
public final class BenchmarkOptions {
    private static final int MOST = 100_000;

    private final OptionValues checked;
    private final Map<String, String> values = new LinkedHashMap<>();

    public BenchmarkOptions(String benchmark) {
        checked = new OptionValues(benchmark);
    }

    /** One more option. */
    public BenchmarkOptions with(String name, String byDefault) {
        values.put(name, byDefault);
        return this;
    }

    /** @throws TroupeException CONFIGURATION where an argument is no option or has no value */
    public BenchmarkOptions read(List<String> args) {
        String defaults = toString();
        for (int i = 0; i < args.size(); i += 2) {
            String name = args.get(i).startsWith("--") ? args.get(i).substring(2) : "";
            if (!values.containsKey(name) || i + 1 == args.size()) {
                throw checked.problem("has no option '" + args.get(i)
                    + "', or it has no value; its options and their defaults are " + defaults);
            }
            values.put(name, args.get(i + 1));
        }
        return this;
    }

    public String text(String name) {
        return values.get(name);
    }

    /** @throws TroupeException CONFIGURATION where it is no finite number above 0 */
    public double number(String name) {
        return checked.positive("--" + name, values.get(name));
    }

    /** Whole numbers, separated by commas. */
    public int[] counts(String name, int least) {
        try {
            int[] counts = Arrays.stream(values.get(name).split(",")).mapToInt(Integer::parseInt).toArray();
            if (counts.length > 0 && Arrays.stream(counts).allMatch(count -> count >= least && count <= MOST)) {
                return counts;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of bounds is.
        }
        throw checked.problem(String.format(Locale.ROOT,
            "takes a whole number from %d to %d after --%s, or some separated by commas, got %s", least, MOST, name,
            values.get(name)));
    }

    /** All of them, as they would be written. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "--" : " --").append(name).append(' ').append(value));
        return text.toString();
    }
}
