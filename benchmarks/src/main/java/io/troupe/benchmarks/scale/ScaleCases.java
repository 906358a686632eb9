package io.troupe.benchmarks.scale;

import io.troupe.benchmarks.BenchmarkOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What {@code troupe bench scale} is asked to simulate. */
final class ScaleCases {
    /** Payload of a packet of {@code transport.mtu-bytes = 8192}, and what Ethernet, IP, UDP and Aeron add to it. */
    private static final int PACKET_BYTES = 8_192 - 32;
    private static final int HEADER_BYTES = 32 + 8 + 20 + 38;
    private static final int BATCH_ROWS = 512;

    private ScaleCases() {
    }

    /** With the defaults: Ape-X's figures, a network of 10 Gbit/s, remoting as measured. */
    static BenchmarkOptions options() {
        return new BenchmarkOptions("scale")
            .with("actors", "8,32,360,5000")
            .with("shards", "1,64")
            .with("fan-out", "0,2,4")
            .with("actors-per-host", "16")
            .with("steps-per-actor", "35")
            .with("learner-steps", "19")
            .with("samples-per-insert", "0.776")
            .with("publish-steps", "20")
            .with("weights-mb", "10")
            .with("gbits", "10")
            .with("latency-us", "50")
            .with("remoting-mb", "285")
            .with("versions", "5")
            .with("seconds", "10");
    }

    /** Every combination of the numbers of actors and shards and the fan-outs. */
    static List<ScaleCase> of(BenchmarkOptions options) {
        Network network = new Network(options.number("gbits") * 1e9, Math.round(options.number("latency-us") * 1e3),
            PACKET_BYTES, HEADER_BYTES);
        OptionalDouble samplesPerInsert = options.text("samples-per-insert").equals("none") ? OptionalDouble.empty()
            : OptionalDouble.of(options.number("samples-per-insert"));
        List<ScaleCase> cases = new ArrayList<>();
        for (int actors : options.counts("actors", 1)) {
            for (int shards : options.counts("shards", 1)) {
                for (int fanOut : options.counts("fan-out", 0)) {
                    cases.add(new ScaleCase(actors, shards, fanOut, options.counts("actors-per-host", 1)[0],
                        options.number("steps-per-actor"), options.number("learner-steps"), BATCH_ROWS, samplesPerInsert,
                        options.counts("publish-steps", 1)[0], Math.round(options.number("weights-mb") * 1e6),
                        options.counts("versions", 1)[0], options.number("seconds"), network,
                        Costs.measured(options.number("remoting-mb") * 1e6)));
                }
            }
        }
        return cases;
    }
}
