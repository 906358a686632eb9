package io.troupe.actor.external;

import io.troupe.common.security.Loopback;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code environment.options} of simulators.
 *
 * @param port       the first that is tried; 0: any free one
 * @param secretFile empty: no secret is wanted
 * @param silenceNs  after so long without a word a simulator's episode is cut
 */
record ExternalOptions(String host, int port, String secretFile, long silenceNs) {
    /** For {@code EnvironmentProvider.options}. */
    static final Map<String, String> DEFAULTS =
        Map.of("host", "127.0.0.1", "port", "8100", "secret-file", "", "insecure", "false", "silence-s", "60");
    private static final int MAX_PORT = 65_535;
    private static final double MAX_SILENCE_S = 86_400;
    private static final double MIN_SILENCE_S = 0.1;

    /** @throws IllegalArgumentException with the option, its value and what was expected */
    static ExternalOptions of(Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        options.forEach((name, value) -> {
            if (all.put(name, value.strip()) == null) {
                throw new IllegalArgumentException("environment.options." + name + " = '" + value
                    + "': simulators have no such option; they have these: "
                    + String.join(", ", new TreeMap<>(DEFAULTS).keySet()));
            }
        });
        String insecure = all.get("insecure");
        if (!insecure.equals("true") && !insecure.equals("false")) {
            throw expected("insecure", insecure, "true or false");
        }
        String host = all.get("host");
        if (!Loopback.isName(host) && all.get("secret-file").isEmpty() && insecure.equals("false")) {
            throw expected("host", host, "an address of this machine alone, or with it environment.options.secret-file=FILE,"
                + " whose content simulators are to show, or environment.options.insecure=true on a network that you trust");
        }
        return new ExternalOptions(host, (int) number(all, "port", 0, MAX_PORT, true), all.get("secret-file"),
            (long) (1e9 * number(all, "silence-s", MIN_SILENCE_S, MAX_SILENCE_S, false)));
    }

    private static double number(Map<String, String> options, String name, double min, double max, boolean isWhole) {
        String text = options.get(name);
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max && (!isWhole || value == Math.rint(value))) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the range
        }
        throw expected(name, text, (isWhole ? "a whole number from " + (long) min : "a number from " + min) + " to "
            + (long) max);
    }

    private static IllegalArgumentException expected(String name, String value, String what) {
        return new IllegalArgumentException("environment.options." + name + " is '" + value + "'; expected " + what);
    }
}
