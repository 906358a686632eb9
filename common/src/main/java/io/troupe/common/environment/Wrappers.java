package io.troupe.common.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/**
 * Reads {@code environment.options.wrappers}: names, nearly all with a number each, separated by commas, as in
 * {@code "sticky-actions:0.25, reward-clip:1"}. The first one is around the environment, the next around that.
 */
final class Wrappers {
    static final String OPTION = "wrappers";

    /** What a wrapper's number may be; without {@code expected}, it has none. */
    private record Kind(double min, double max, boolean isWhole, String expected, DoubleFunction<Wrapper> made) {
        private static Kind alone(Wrapper wrapper) {
            return new Kind(0, 0, false, "", number -> wrapper);
        }

        private static Kind whole(int max, String what, DoubleFunction<Wrapper> made) {
            return new Kind(1, max, true, "a whole number of " + what + ", at least 1 and at most " + max, made);
        }
    }

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.of(
        MaskActions.NAME, Kind.alone(new MaskActions()),
        "sticky-actions", new Kind(0, 1, false, "a probability, 0 to 1", StickyActions::new),
        "reward-clip", new Kind(Double.MIN_VALUE, Float.MAX_VALUE, false, "a bound above 0", RewardClip::new),
        "time-limit", Kind.whole(Integer.MAX_VALUE, "steps", number -> new TimeLimit((int) number)),
        "action-repeat", Kind.whole(1_000, "times", number -> new ActionRepeat((int) number)),
        "frame-stack", Kind.whole(1_000, "observations", number -> new FrameStack((int) number)),
        "normalize-observations",
        Kind.whole(10_000_000, "steps to measure", number -> new NormalizeObservations((int) number))));

    private Wrappers() {
    }

    /** @throws IllegalArgumentException with the one that is wrong, and what was expected */
    static List<Wrapper> of(Map<String, String> options) {
        String text = options.getOrDefault(OPTION, "").strip();
        List<Wrapper> wrappers = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String one : text.split(",", -1)) {
                wrappers.add(wrapper(text, one.strip()));
            }
        }
        return wrappers;
    }

    private static Wrapper wrapper(String all, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon).strip();
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw refused(all, "'" + text + "'; expected one of these, all but " + MaskActions.NAME
                + " with a number, as in time-limit:200: " + String.join(", ", KINDS.keySet()));
        }
        if (kind.expected().isEmpty()) {
            if (colon < 0) {
                return kind.made().apply(0);
            }
            throw refused(all, "'" + text + "'; expected " + name + " without a number");
        }
        try {
            double number = Double.parseDouble(colon < 0 ? "" : text.substring(colon + 1).strip());
            if (number >= kind.min() && number <= kind.max() && (!kind.isWhole() || number == Math.rint(number))) {
                return kind.made().apply(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw refused(all, "'" + text + "'; expected after " + name + ": " + kind.expected());
    }

    private static IllegalArgumentException refused(String all, String told) {
        return new IllegalArgumentException(
            "environment.options." + OPTION + " is '" + all + "', in which there is " + told);
    }
}
