package io.troupe.benchmarks.learner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.Spread;
import java.io.PrintStream;
import java.util.Locale;

/** The lines of the benchmark, for people or for programs. */
final class LearnerReport {
    private final boolean isJson;
    private final PrintStream out;

    LearnerReport(boolean isJson, PrintStream out) {
        this.isJson = isJson;
        this.out = out;
    }

    /** @param peer what the peer is, or why there is none */
    void begin(String peer) {
        if (isJson) {
            return;
        }
        out.println(peer);
        out.printf("%-14s %26s %26s %20s %20s %10s%n", "case", "steps/s (min … max)", "PyTorch's", "ratio",
            "by the clock", "bytes/step");
    }

    void row(LearnerRow row) {
        if (isJson) {
            out.println(json(row));
        } else {
            out.printf(Locale.ROOT, "%-14s %26s %26s %20s %20s %10.0f%n", row.measured().name(),
                text("%.1f (%.1f … %.1f)", row.stepsPerSecond()),
                text("%.1f (%.1f … %.1f)", row.peerStepsPerSecond()),
                text("%.2f (%.2f … %.2f)", row.ratio()), text("%.2f (%.2f … %.2f)", row.clockRatio()),
                row.allocatedBytes());
        }
        out.flush();
    }

    private static ObjectNode json(LearnerRow row) {
        ObjectNode json = new ObjectMapper().createObjectNode()
            .put("network", row.measured().network()).put("batch", row.measured().batchRows());
        put(json, "learner_steps_per_s", row.stepsPerSecond(), 10);
        put(json, "pytorch_steps_per_s", row.peerStepsPerSecond(), 10);
        put(json, "ratio", row.ratio(), 1000);
        put(json, "clock_ratio", row.clockRatio(), 1000);
        return json.put("allocated_bytes_per_step", Math.round(row.allocatedBytes()))
            .put("max_q_difference", row.qDifference());
    }

    private static void put(ObjectNode json, String key, Spread spread, int parts) {
        json.put(key, spread == null ? null : rounded(spread.median(), parts));
        if (spread != null) {
            json.put(key + "_min", rounded(spread.min(), parts)).put(key + "_max", rounded(spread.max(), parts));
        }
    }

    private static Double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }

    private static String text(String format, Spread spread) {
        return spread == null ? "" : String.format(Locale.ROOT, format, spread.median(), spread.min(), spread.max());
    }
}
