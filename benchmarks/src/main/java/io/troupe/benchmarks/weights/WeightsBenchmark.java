package io.troupe.benchmarks.weights;

import io.troupe.benchmarks.Benchmark;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** How long weights take from their publication to the last of many actors, beside plain copies of the same bytes. */
public final class WeightsBenchmark implements Benchmark {
    private static final List<Integer> RECEIVERS = List.of(1, 8, 32);
    private static final int MAX_RECEIVERS = 128;
    private static final int BYTES = 10_000_000;
    private static final int PUBLICATIONS = 100;
    private static final int DIGITS = 3;

    private final int bytes;
    private final int publications;

    public WeightsBenchmark() {
        this(BYTES, PUBLICATIONS);
    }

    WeightsBenchmark(int bytes, int publications) {
        this.bytes = bytes;
        this.publications = publications;
    }

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public String description() {
        return "from the publication of 10 MB of weights to the last of 1, 8 and 32 receivers, beside plain TCP copies";
    }

    /** Arguments: numbers of receivers, 1, 8 and 32 by default. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        List<Integer> cases = args.isEmpty() ? RECEIVERS : receivers(args);
        if (!asJson) {
            out.printf("%d publications of %d bytes, each until the last receiver has it; TCP: plain copies in turn with them%n",
                publications, bytes);
            out.printf("%9s %10s %10s %12s %12s %10s %10s%n", "receivers", "p50 ms", "p99 ms", "TCP p50 ms", "TCP p99 ms",
                "p50 ÷ TCP", "MB/s");
        }
        for (int receivers : cases) {
            measure(receivers, asJson, out, progress);
        }
    }

    private void measure(int receivers, boolean asJson, PrintStream out, Consumer<String> progress) {
        Histogram published = new Histogram(DIGITS);
        Histogram copied = new Histogram(DIGITS);
        try (WeightsBroadcast broadcast = new WeightsBroadcast(receivers, bytes, progress)) {
            int warmUps = Math.max(1, publications / 5);
            for (int i = -warmUps; i < publications; i++) {
                progress.accept(receivers + " receivers: " + (i < 0 ? "warming up" : "publication " + (i + 1) + " of "
                    + publications));
                long publishedNs = broadcast.publish();
                long copiedNs = broadcast.copy();
                if (i >= 0) {
                    published.recordValue(publishedNs);
                    copied.recordValue(copiedNs);
                }
            }
            progress.accept("");
        }
        double p50 = ms(published, 50);
        out.printf(Locale.ROOT, asJson
                ? "{\"benchmark\":\"weights\",\"receivers\":%d,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"tcp_p50_ms\":%.2f,"
                    + "\"tcp_p99_ms\":%.2f,\"ratio\":%.2f,\"mb_per_s\":%.0f,\"publications\":%d,\"bytes\":%d}%n"
                : "%9d %10.1f %10.1f %12.1f %12.1f %10.2f %10.0f%n", receivers, p50, ms(published, 99), ms(copied, 50),
            ms(copied, 99), p50 / ms(copied, 50), (double) receivers * bytes / 1e3 / p50, publications, bytes);
        out.flush();
    }

    private static double ms(Histogram ns, double percentile) {
        return ns.getValueAtPercentile(percentile) / 1e6;
    }

    private static List<Integer> receivers(List<String> args) {
        List<Integer> receivers = new ArrayList<>();
        for (String arg : args) {
            int number = arg.matches("\\d{1,3}") ? Integer.parseInt(arg) : 0;
            if (number < 1 || number > MAX_RECEIVERS) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark weights takes numbers of receivers from 1"
                    + " to " + MAX_RECEIVERS + ", as in: weights 1 8 32; got '" + arg + "'");
            }
            receivers.add(number);
        }
        return receivers;
    }
}
