package io.troupe.benchmarks.weights;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.OptionValues;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** How long weights take from their publication to the last of many actors, beside plain copies of the same bytes. */
public final class WeightsBenchmark implements Benchmark {
    private static final OptionValues VALUES = new OptionValues("weights");
    private static final List<Integer> RECEIVERS = List.of(1, 8, 32);
    private static final int MAX_RECEIVERS = 128;
    private static final String PUBLICATIONS_OPTION = "--publications";
    private static final int MAX_PUBLICATIONS = 1_000_000;
    private static final int BYTES = 10_000_000;
    private static final int PUBLICATIONS = 100;
    private static final int DIGITS = 3;

    private final int bytes;
    private final int defaultPublications;

    public WeightsBenchmark() {
        this(BYTES, PUBLICATIONS);
    }

    WeightsBenchmark(int bytes, int publications) {
        this.bytes = bytes;
        defaultPublications = publications;
    }

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public String description() {
        return "from the publication of 10 MB of weights to the last of 1, 8 and 32 receivers, beside plain TCP copies";
    }

    /** Arguments: numbers of receivers, 1, 8 and 32 by default; --publications N. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        int option = args.indexOf(PUBLICATIONS_OPTION);
        int publications = option < 0 ? defaultPublications
            : number(option + 1 < args.size() ? args.get(option + 1) : "", "publications", MAX_PUBLICATIONS);
        List<Integer> cases = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            if (option < 0 || i != option && i != option + 1) {
                cases.add(number(args.get(i), "receivers", MAX_RECEIVERS));
            }
        }
        if (!asJson) {
            out.printf("%d publications of %d bytes, each until the last receiver has it; TCP: plain copies in turn%n",
                publications, bytes);
            out.printf("%9s %10s %10s %12s %12s %10s %10s%n", "receivers", "p50 ms", "p99 ms", "TCP p50 ms", "TCP p99 ms",
                "p50 ÷ TCP", "MB/s");
        }
        for (int receivers : cases.isEmpty() ? RECEIVERS : cases) {
            measure(receivers, publications, asJson, out, progress);
        }
    }

    private void measure(int receivers, int publications, boolean asJson, PrintStream out, Consumer<String> progress) {
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

    private static int number(String arg, String what, int max) {
        int number = arg.matches("\\d{1,7}") ? Integer.parseInt(arg) : 0;
        if (number < 1 || number > max) {
            throw VALUES.problem("takes numbers of receivers and " + PUBLICATIONS_OPTION
                + " N, as in: weights 1 8 32 --publications 100; got '" + arg + "' for " + what + ", expected 1 to " + max);
        }
        return number;
    }
}
