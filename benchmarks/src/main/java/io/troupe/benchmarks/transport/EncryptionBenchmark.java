package io.troupe.benchmarks.transport;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.Spread;
import io.troupe.common.config.TransportSettings.Channel;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What AES-GCM costs over UDP: rows to another process in the clear and encrypted, taking turns. */
public final class EncryptionBenchmark implements Benchmark {
    private static final List<Integer> ROW_SIZES = List.of(1 << 10, 28 << 10);
    private static final List<Integer> MTUS = List.of(1408, 8192, 65504);
    private static final long SHARD_BYTES = 16 << 20;

    private final List<Integer> mtus;
    private final List<Integer> rowSizes;
    private final int repetitions;
    private final long repetitionNs;

    public EncryptionBenchmark() {
        this(MTUS, ROW_SIZES, 15, 200_000_000L);
    }

    EncryptionBenchmark(List<Integer> mtus, List<Integer> rowSizes, int repetitions, long repetitionNs) {
        this.mtus = mtus;
        this.rowSizes = rowSizes;
        this.repetitions = repetitions;
        this.repetitionNs = repetitionNs;
    }

    @Override
    public String name() {
        return "encryption";
    }

    @Override
    public String description() {
        return "what encrypting the streams costs over UDP: rows between two processes, with and without";
    }

    /** Arguments: MTUs, all by default. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (!asJson) {
            out.println("   mtu  row bytes   clear MB/s  encrypted MB/s   encrypted/clear: median (range)");
        }
        for (int mtu : mtus) {
            if (!args.isEmpty() && !args.contains(Integer.toString(mtu))) {
                continue;
            }
            try (ProcessPair clear = new ProcessPair(Channel.UDP, mtu, false, false, SHARD_BYTES, rowSizes);
                 ProcessPair encrypted = new ProcessPair(Channel.UDP, mtu, true, false, SHARD_BYTES, rowSizes)) {
                for (int i = 0; i < rowSizes.size(); i++) {
                    report(mtu, rowSizes.get(i), measure(clear, encrypted, i), asJson, out);
                }
            }
        }
    }

    /** Bytes a second, of each repetition. */
    private record Rates(double[] clear, double[] encrypted) {
        double[] ratios() {
            double[] ratios = new double[clear.length];
            Arrays.setAll(ratios, i -> encrypted[i] / clear[i]);
            return ratios;
        }
    }

    private Rates measure(ProcessPair clear, ProcessPair encrypted, int index) {
        Rates rates = new Rates(new double[repetitions], new double[repetitions]);
        try (RowsRoute inClear = clear.aeron(index); RowsRoute sealed = encrypted.aeron(index)) {
            int clearMessages = warmUp(inClear);
            int sealedMessages = warmUp(sealed);
            for (int i = 0; i < repetitions; i++) {
                rates.clear[i] = bytesPerS(inClear, clearMessages, index);
                rates.encrypted[i] = bytesPerS(sealed, sealedMessages, index);
            }
        }
        return rates;
    }

    /** Until it is compiled; returns how many messages take about the time of a repetition. */
    private int warmUp(RowsRoute route) {
        int messages = 1;
        long beginNs = System.nanoTime();
        for (long ns = 0; ns < repetitionNs || System.nanoTime() - beginNs < 10 * repetitionNs;) {
            messages = ns < repetitionNs ? messages * 2 : messages;
            long startNs = System.nanoTime();
            route.send(messages);
            ns = System.nanoTime() - startNs;
        }
        return messages;
    }

    private double bytesPerS(RowsRoute route, int messages, int index) {
        long startNs = System.nanoTime();
        route.send(messages);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        return ((double) messages * route.rowsPerMessage() + 1) * rowSizes.get(index) / seconds;
    }

    private static void report(int mtu, int rowBytes, Rates rates, boolean asJson, PrintStream out) {
        Spread ratio = Spread.of(rates.ratios());
        double clear = Spread.of(rates.clear).median() / 1e6;
        double encrypted = Spread.of(rates.encrypted).median() / 1e6;
        if (asJson) {
            ObjectNode line = new ObjectMapper().createObjectNode().put("benchmark", "encryption").put("mtu_bytes", mtu)
                .put("row_bytes", rowBytes).put("clear_mb_per_s", clear).put("encrypted_mb_per_s", encrypted)
                .put("ratio", ratio.median()).put("ratio_min", ratio.min()).put("ratio_max", ratio.max());
            out.println(line);
        } else {
            out.printf(Locale.ROOT, "%6d  %9d   %10.0f  %14.0f   %.2f (%.2f to %.2f)%n", mtu, rowBytes, clear, encrypted,
                ratio.median(), ratio.min(), ratio.max());
        }
    }
}
