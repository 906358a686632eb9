package io.troupe.benchmarks.scale;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** {@code --name value} of the command line, with their defaults, and the cases that they ask for. */
final class ScaleOptions {
    private static final String NONE = "none";
    private static final int PACKET_BYTES = 8_192 - 60;
    private static final int HEADER_BYTES = 130;
    private static final int BATCH_ROWS = 512;

    private final Map<String, String> values = new LinkedHashMap<>();

    private ScaleOptions() {
        values.put("actors", "8,32,360,5000");
        values.put("shards", "1,64");
        values.put("fan-out", "0,8");
        values.put("actors-per-host", "16");
        values.put("steps-per-actor", "35");
        values.put("learner-steps", "19");
        values.put("samples-per-insert", "0.776");
        values.put("publish-steps", "20");
        values.put("weights-mb", "10");
        values.put("gbits", "10");
        values.put("latency-us", "50");
        values.put("versions", "5");
        values.put("seconds", "10");
    }

    /** @throws TroupeException CONFIGURATION where an option or a value is not one */
    static ScaleOptions of(List<String> args) {
        ScaleOptions options = new ScaleOptions();
        for (int i = 0; i < args.size(); i += 2) {
            String name = args.get(i).startsWith("--") ? args.get(i).substring(2) : "";
            if (!options.values.containsKey(name) || i + 1 == args.size()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark scale has no option '" + args.get(i)
                    + "', or it has no value; its options and their defaults are " + new ScaleOptions());
            }
            options.values.put(name, args.get(i + 1));
        }
        return options;
    }

    /** Every combination of the numbers of actors and shards and the fan-outs. */
    List<ScaleCase> cases() {
        Network network = new Network(number("gbits") * 1e9, Math.round(number("latency-us") * 1e3), PACKET_BYTES,
            HEADER_BYTES);
        OptionalDouble samplesPerInsert = values.get("samples-per-insert").equals(NONE) ? OptionalDouble.empty()
            : OptionalDouble.of(number("samples-per-insert"));
        List<ScaleCase> cases = new ArrayList<>();
        for (int actors : counts("actors", 1)) {
            for (int shards : counts("shards", 1)) {
                for (int fanOut : counts("fan-out", 0)) {
                    cases.add(new ScaleCase(actors, shards, fanOut, counts("actors-per-host", 1)[0],
                        number("steps-per-actor"), number("learner-steps"), BATCH_ROWS, samplesPerInsert,
                        counts("publish-steps", 1)[0], Math.round(number("weights-mb") * 1e6), counts("versions", 1)[0],
                        number("seconds"), network, Costs.measured()));
                }
            }
        }
        return cases;
    }

    /** All of them, as they would be written. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "--" : " --").append(name).append(' ').append(value));
        return text.toString();
    }

    private double number(String name) {
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

    private int[] counts(String name, int least) {
        try {
            int[] counts = Arrays.stream(values.get(name).split(",")).mapToInt(Integer::parseInt).toArray();
            if (Arrays.stream(counts).allMatch(count -> count >= least && count <= 100_000)) {
                return counts;
            }
        } catch (NumberFormatException e) {
            // Told below, as what is out of bounds is.
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, String.format(Locale.ROOT,
            "--%s is '%s'; expected a whole number from %d to 100000, or some separated by commas", name,
            values.get(name), least));
    }
}
