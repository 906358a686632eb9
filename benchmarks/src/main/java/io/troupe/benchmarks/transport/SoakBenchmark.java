package io.troupe.benchmarks.transport;

import io.troupe.benchmarks.Benchmark;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A shard at full rate for a long time: do its memory and the time that a batch takes stay as
 * they are? Fails where not.
 */
public final class SoakBenchmark implements Benchmark {
    private static final double DEFAULT_MINUTES = 20;
    private static final double MAX_INTERVAL_S = 10;
    /** Short soaks have shorter intervals. */
    private static final int MIN_INTERVALS = 6;
    private static final int ROW_BYTES = 1 << 10;
    private static final long SHARD_BYTES = 256L << 20;
    private static final int BATCH_ROWS = 512;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String description() {
        return "a replay shard at full rate for a long time (--minutes 20): memory and latency have to stay flat";
    }

    /** Arguments: {@code --minutes M}, also a fraction. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        double seconds = minutes(args) * 60;
        double intervalS = Math.min(MAX_INTERVAL_S, seconds / MIN_INTERVALS);
        if (!asJson) {
            out.printf("rows of %d bytes, %d MiB of them kept, batches of %d; the latency is of a whole batch%n",
                ROW_BYTES, SHARD_BYTES >> 20, BATCH_ROWS);
            out.printf("%8s %14s %12s %12s %10s %10s %10s%n", "s", "resident MiB", "inserts/s", "samples/s", "p50 µs",
                "p99 µs", "p99.9 µs");
        }
        List<SoakSample> samples = new ArrayList<>();
        try (Soak soak = new Soak(ROW_BYTES, SHARD_BYTES, BATCH_ROWS)) {
            while (samples.size() < Math.round(seconds / intervalS)) {
                SoakSample sample = soak.await((long) (intervalS * 1e9));
                samples.add(sample);
                print(sample, asJson, out);
            }
        }
        SoakVerdict verdict = SoakVerdict.of(samples);
        if (asJson) {
            out.printf(Locale.ROOT, "{\"is_flat\":%s,\"resident_growth\":%.4f,\"p999_ratio\":%.3f}%n", verdict.isFlat(),
                verdict.residentGrowth(), verdict.latencyRatio());
        } else {
            out.println((verdict.isFlat() ? "flat: " : "not flat: ") + verdict);
        }
        out.flush();
        if (!verdict.isFlat()) {
            throw new TroupeException(ErrorCode.RESOURCE, "the soak is not flat: " + verdict);
        }
    }

    private static void print(SoakSample sample, boolean asJson, PrintStream out) {
        out.printf(Locale.ROOT, asJson
                ? "{\"s\":%.1f,\"resident_bytes\":%.0f,\"insert_steps_per_s\":%.0f,\"sample_rows_per_s\":%.0f,"
                    + "\"latency_p50_us\":%.1f,\"latency_p99_us\":%.1f,\"latency_p999_us\":%.1f}%n"
                : "%8.0f %14.1f %12.0f %12.0f %10.0f %10.0f %10.0f%n",
            sample.atS(), asJson ? sample.residentBytes() : sample.residentBytes() / (double) (1 << 20),
            sample.insertsPerS(), sample.samplesPerS(), sample.latencyUs(50), sample.latencyUs(99),
            sample.latencyUs(SoakVerdict.PERCENTILE));
        out.flush();
    }

    private static double minutes(List<String> args) {
        if (args.isEmpty()) {
            return DEFAULT_MINUTES;
        }
        if (args.size() == 2 && args.get(0).equals("--minutes")) {
            try {
                double minutes = Double.parseDouble(args.get(1));
                if (minutes > 0 && minutes < Double.POSITIVE_INFINITY) {
                    return minutes;
                }
            } catch (NumberFormatException e) {
                // Told below, as every other value that is none.
            }
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark soak takes --minutes M with M above 0, got "
            + String.join(" ", args));
    }
}
