package io.troupe.benchmarks;

import io.troupe.benchmarks.acting.ActingPathBenchmark;
import io.troupe.benchmarks.gym.GymBenchmark;
import io.troupe.benchmarks.learned.LearnedBenchmark;
import io.troupe.benchmarks.learner.LearnerBenchmark;
import io.troupe.benchmarks.learner.LearnerMemoryBenchmark;
import io.troupe.benchmarks.policy.PolicyBenchmark;
import io.troupe.benchmarks.scale.ScaleBenchmark;
import io.troupe.benchmarks.scale.ThroughputBenchmark;
import io.troupe.benchmarks.transport.EncryptionBenchmark;
import io.troupe.benchmarks.transport.SoakBenchmark;
import io.troupe.benchmarks.transport.TransportBenchmark;
import io.troupe.benchmarks.viewers.ViewersBenchmark;
import io.troupe.benchmarks.weights.WeightsBenchmark;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.List;

/** All benchmarks. */
public final class Benchmarks {
    private Benchmarks() {
    }

    /** @param commands for those that run whole commands */
    public static List<Benchmark> all(Commands commands) {
        return List.of(
            new ReplayBenchmark(), new PartsBenchmark(), new LedgerBenchmark(),
            new TransportBenchmark(), new EncryptionBenchmark(), new SoakBenchmark(), new WeightsBenchmark(),
            new LearnerBenchmark(), new LearnerMemoryBenchmark(),
            new ActingBenchmark(), new ActingPathBenchmark(), new PolicyBenchmark(), new EnvironmentBenchmark(),
            new GymBenchmark(),
            new LearnedBenchmark(commands), new ThroughputBenchmark(commands), new ScaleBenchmark(),
            new ViewersBenchmark(commands));
    }

    /** @throws TroupeException CONFIGURATION where there is none of this name */
    public static Benchmark named(String name, Commands commands) {
        List<Benchmark> all = all(commands);
        return all.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst()
            .orElseThrow(() -> new TroupeException(ErrorCode.CONFIGURATION, "there is no benchmark '" + name
                + "'; there are " + all.stream().map(Benchmark::name).toList()));
    }
}
