package io.troupe.benchmarks.transport;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints a line for each channel and size of row. */
final class TransportReport {
    private static final double MEDIAN = 50;
    private static final double WORST_OF_100 = 99;

    private final boolean isJson;
    private final PrintStream out;

    TransportReport(boolean isJson, PrintStream out) {
        this.isJson = isJson;
        this.out = out;
    }

    void begin() {
        if (!isJson) {
            out.printf("%-4s %6s %7s | %21s %11s %6s | %16s %16s %6s | %11s %11s %12s%n", "", "", "", "rows/s", "",
                "", "round trip µs", "p50 (p99)", "", "shard:", "", "round trip");
            out.printf("%-4s %6s %7s | %21s %11s %6s | %16s %16s %6s | %11s %11s %12s%n", "way", "MTU", "row B",
                "aeron (min…max)", "gRPC", "×", "aeron", "gRPC", "÷", "inserts/s", "samples/s", "µs p50");
            out.flush();
        }
    }

    void row(String channel, int mtuBytes, int rowBytes, TransportMeasurement.Result result) {
        RowsResult aeron = result.aeron();
        RowsResult grpc = result.grpc();
        TransportMeasurement.ShardResult shard = result.shard();
        double ratio = aeron.rowsPerS() / grpc.rowsPerS();
        double roundTripRatio = grpc.roundTripUs(MEDIAN) / aeron.roundTripUs(MEDIAN);
        if (isJson) {
            out.printf(Locale.ROOT, "{\"channel\":\"%s\",\"mtu\":%d,\"row_bytes\":%d,\"rows_per_message\":%d,"
                    + "\"aeron_rows_per_s\":%.0f,\"aeron_rows_per_s_min\":%.0f,\"aeron_rows_per_s_max\":%.0f,"
                    + "\"grpc_rows_per_s\":%.0f,\"grpc_rows_per_s_min\":%.0f,\"grpc_rows_per_s_max\":%.0f,"
                    + "\"ratio\":%.2f,\"round_trip_p50_us\":%.2f,\"round_trip_p99_us\":%.2f,"
                    + "\"grpc_round_trip_p50_us\":%.2f,\"grpc_round_trip_p99_us\":%.2f,\"round_trip_ratio\":%.2f,"
                    + "\"shard_inserts_per_s\":%.0f,\"shard_samples_per_s\":%.0f,\"shard_round_trip_p50_us\":%.2f,"
                    + "\"shard_round_trip_p99_us\":%.2f}%n",
                channel, mtuBytes, rowBytes, result.rowsPerMessage(), aeron.rowsPerS(), aeron.minRowsPerS(),
                aeron.maxRowsPerS(), grpc.rowsPerS(), grpc.minRowsPerS(), grpc.maxRowsPerS(), ratio,
                aeron.roundTripUs(MEDIAN), aeron.roundTripUs(WORST_OF_100), grpc.roundTripUs(MEDIAN),
                grpc.roundTripUs(WORST_OF_100), roundTripRatio, shard.insertsPerS(), shard.samplesPerS(),
                us(shard.roundTripNs(), MEDIAN), us(shard.roundTripNs(), WORST_OF_100));
        } else {
            out.printf(Locale.ROOT, "%-4s %6d %7d | %21s %11s %6.1f | %16s %16s %6.1f | %11s %11s %12.1f%n", channel,
                mtuBytes, rowBytes, "%s (%s…%s)".formatted(thousands(aeron.rowsPerS()),
                    thousands(aeron.minRowsPerS()), thousands(aeron.maxRowsPerS())), thousands(grpc.rowsPerS()), ratio,
                roundTrip(aeron), roundTrip(grpc), roundTripRatio, thousands(shard.insertsPerS()),
                thousands(shard.samplesPerS()), us(shard.roundTripNs(), MEDIAN));
        }
        out.flush();
    }

    private static String thousands(double rowsPerS) {
        return String.format(Locale.ROOT, "%.0fk", rowsPerS / 1e3);
    }

    private static String roundTrip(RowsResult result) {
        return String.format(Locale.ROOT, "%.1f (%.0f)", result.roundTripUs(MEDIAN), result.roundTripUs(WORST_OF_100));
    }

    private static double us(Histogram ns, double percentile) {
        return ns.getValueAtPercentile(percentile) / 1e3;
    }
}
