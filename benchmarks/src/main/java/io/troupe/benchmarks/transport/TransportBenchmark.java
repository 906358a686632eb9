package io.troupe.benchmarks.transport;

import io.troupe.benchmarks.Benchmark;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Rows from this process to another one and acknowledgements back: the product's streams against gRPC, taking turns,
 * and a replay shard behind those streams. docs/benchmarks.md says what each figure means.
 */
public final class TransportBenchmark implements Benchmark {
    /** 28 KiB are an Atari step's frames. */
    private static final List<Integer> ROW_SIZES = List.of(128, 1 << 10, 28 << 10);
    private static final long SHARD_BYTES = 128 << 20;
    private static final int DEFAULT_MTU_BYTES = 1408;

    private record Case(String name, Channel channel, int mtuBytes) {
    }

    private static final List<Case> CASES = List.of(
        new Case("ipc", Channel.IPC, 65504),
        new Case("udp-1408", Channel.UDP, DEFAULT_MTU_BYTES),
        new Case("udp-8192", Channel.UDP, 8192),
        new Case("udp-65504", Channel.UDP, 65504));

    private final TransportPlan plan;
    private final List<Integer> rowSizes;

    public TransportBenchmark() {
        this(TransportPlan.FULL, ROW_SIZES);
    }

    TransportBenchmark(TransportPlan plan, List<Integer> rowSizes) {
        this.plan = plan;
        this.rowSizes = rowSizes;
    }

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public String description() {
        return "rows between two processes, over shared memory and UDP, against gRPC; and a shard behind them";
    }

    /** Arguments: names of cases, all by default. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        for (String name : args) {
            if (CASES.stream().noneMatch(one -> one.name().equals(name))) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark transport has no case '" + name
                    + "'; its cases are " + CASES.stream().map(Case::name).toList());
            }
        }
        TransportReport report = new TransportReport(asJson, out);
        report.begin();
        for (Case one : CASES) {
            if (args.isEmpty() || args.contains(one.name())) {
                run(one, report);
            }
        }
    }

    private void run(Case one, TransportReport report) {
        try (ProcessPair pair = new ProcessPair(one.channel(), one.mtuBytes(), false, true, SHARD_BYTES, rowSizes)) {
            for (int i = 0; i < rowSizes.size(); i++) {
                report.row(one.channel().name().toLowerCase(Locale.ROOT), one.mtuBytes(), rowSizes.get(i),
                    new TransportMeasurement(pair, i, rowSizes.get(i), plan).run());
            }
        }
    }
}
