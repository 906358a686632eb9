package io.troupe.benchmarks.acting;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.ScratchFolder;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.run.RunContract;
import io.troupe.common.transport.NodeTransport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/**
 * Environment steps a second of one actor: environment, network and writer on one thread, as a node has them, by the number
 * of its lanes. Those of all numbers take turns, so that they see the same state of the machine.
 */
public final class ActingPathBenchmark implements Benchmark {
    private static final int TURNS = 7;
    private static final int WARM_UPS = 3;

    @Override
    public String name() {
        return "acting-path";
    }

    @Override
    public String description() {
        return "environment steps a second of an actor, from environment to shard, by its number of lanes";
    }

    /** Arguments: environments, {@code --lanes 8,16,32,64}, {@code --seconds} of a turn. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        ActingPathPlan plan = ActingPathPlan.parse(args);
        if (!asJson) {
            out.printf("%-18s %-12s %5s %10s %24s %8s %12s %8s %8s %12s%n", "environment", "network", "lanes", "steps/s",
                "(slowest … fastest)", "network", "environments", "sending", "waiting", "bytes a step");
        }
        for (RunContract contract : plan.contracts()) {
            measure(contract, plan, asJson, out, progress);
        }
    }

    private void measure(RunContract contract, ActingPathPlan plan, boolean asJson, PrintStream out,
                         Consumer<String> progress) {
        int[] lanes = plan.lanes();
        List<ActingPath> paths = new ArrayList<>();
        List<List<ActingTurn>> turns = new ArrayList<>();
        try (ScratchFolder folder = ScratchFolder.of(name());
             NodeTransport transport = NodeTransport.open(contract.settings().transport())) {
            try {
                for (int i = 0; i < lanes.length; i++) {
                    paths.add(new ActingPath(transport, contract, lanes[i], i, folder.path().resolve("shard-" + i)));
                    turns.add(new ArrayList<>());
                }
                for (int turn = -WARM_UPS; turn < TURNS; turn++) {
                    progress.accept(environment(contract) + ", " + (turn < 0 ? "warming up"
                        : "turn " + (turn + 1) + " of " + TURNS));
                    for (int i = 0; i < lanes.length; i++) {
                        ActingTurn done = paths.get(i).run(plan.turnNs());
                        if (turn >= 0) {
                            turns.get(i).add(done);
                        }
                    }
                }
            } finally {
                CloseHelper.quietCloseAll(paths);
            }
        }
        progress.accept("");
        for (int i = 0; i < lanes.length; i++) {
            print(contract, lanes[i], ActingPathResult.of(turns.get(i)), asJson, out);
        }
    }

    private static void print(RunContract contract, int lanes, ActingPathResult result, boolean asJson, PrintStream out) {
        String format = asJson
            ? "{\"environment\":\"%s\",\"network\":\"%s\",\"lanes\":%d,\"steps_per_s\":%.0f,\"steps_per_s_min\":%.0f,"
                + "\"steps_per_s_max\":%.0f,\"network_share\":%.4f,\"environments_share\":%.4f,\"sending_share\":%.4f,"
                + "\"waiting_share\":%.4f,\"bytes_per_step\":%.1f}%n"
            : "%-18s %-12s %5d %,10.0f (%,10.0f … %,9.0f) %7.1f%% %11.1f%% %7.1f%% %7.1f%% %12.1f%n";
        double whole = asJson ? 1 : 100;
        out.printf(Locale.ROOT, format, environment(contract), NetworkPresets.nameOf(contract.settings().network()), lanes,
            result.stepsPerS().median(), result.stepsPerS().min(), result.stepsPerS().max(), whole * result.network(),
            whole * result.environments(), whole * result.sending(), whole * result.waiting(), result.bytesPerStep());
        out.flush();
    }

    private static String environment(RunContract contract) {
        return contract.settings().environment().name();
    }
}
