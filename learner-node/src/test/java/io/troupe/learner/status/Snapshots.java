package io.troupe.learner.status;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.transport.DriverLoss;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.RunSnapshot.Detail;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Snapshots to test with: made-up numbers that look like a CartPole run. */
public final class Snapshots {
    private Snapshots() {
    }

    public static RunSnapshot with(double loss, RunSnapshot.Evaluation evaluation) {
        return new RunSnapshot("run", "cartpole", "mlp", 1.0 / 3, 24_310, 50_000, 1_520, 3_021.25, 410, 24_000, 100_000,
            loss, loss, 0.5, 0.001, 12.5, Double.NaN, 76, Double.POSITIVE_INFINITY, 0.25, evaluation,
            OptionalDouble.empty(), OptionalDouble.of(475), false, List.of(), List.of(), List.of(), TimeSpent.NONE,
            Detail.NONE);
    }

    public static RunSnapshot paced(StepRates rates, PolicyLag lag) {
        return new RunSnapshot("run", "cartpole", "mlp", 1, 24_310, 50_000, 1_520, rates.tenSeconds(), 410, 24_000,
            100_000, 1, 1, 0.5, 0.001, 12.5, Double.NaN, 76, lag.mean(), 0.25, null, OptionalDouble.empty(),
            OptionalDouble.of(475), false, List.of(), List.of(), List.of(), TimeSpent.NONE,
            new Detail(rates, 64, OptionalDouble.empty(), Distribution.NONE, 1, Double.NaN, lag,
                SamplerCounts.NONE, List.of(), Map.of()));
    }

    public static RunSnapshot.Evaluation evaluation(long sequence, double meanReturn) {
        return new RunSnapshot.Evaluation(sequence, 70, 1_400, 100, meanReturn, 9, 500, meanReturn, 8, Double.NaN,
            Double.NaN, List.of());
    }

    /** Before the first step: nothing is known and nobody has joined. */
    public static RunSnapshot starting() {
        return new RunSnapshot("2026-01-01T12-00-00-cartpole-mlp", "cartpole", "mlp", 0, 0, 1_000_000, 0, 0, 0, 0,
            1_000_000, 0, Double.NaN, Double.NaN, 0.001, Double.NaN, Double.NaN, 0, Double.NaN, 0, null,
            OptionalDouble.empty(), OptionalDouble.of(475), false, List.of(), List.of(), List.of(), TimeSpent.NONE,
            Detail.NONE);
    }

    /** At so many seconds, with an evaluation every two. */
    public static RunSnapshot running(double timeS) {
        long envSteps = Math.round(timeS * 4_000);
        double skill = 1 / (1 + Math.exp(-(timeS - 9) / 1.8));
        double wobble = 18 * Math.sin(timeS * 2.7) + 9 * Math.sin(timeS * 7.1);
        long sequence = (long) (timeS / 2);
        double evaluated = Math.min(500, 9.4 + 489 * skill + wobble * skill * (1 - 0.6 * skill));
        RunSnapshot.Evaluation evaluation = sequence == 0 ? null : new RunSnapshot.Evaluation(sequence, sequence * 40,
            sequence * 600, 100, evaluated, Math.max(8, evaluated - 140), Math.min(500, evaluated + 60), evaluated,
            sequence * 2, Double.NaN, Double.NaN, List.of());
        return new RunSnapshot("2026-01-01T12-00-00-cartpole-mlp", "cartpole", "mlp", timeS, envSteps, 1_000_000,
            Math.round(timeS * 300), 3_987.4, 301.7, envSteps, 1_000_000, 4.81, 0.0132 + 0.4 * (1 - skill), 3.2,
            0.001, 12.25, 20 + 330 * skill + wobble, sequence * 40, 1.37, 0.08, evaluation,
            sequence == 0 ? OptionalDouble.empty() : OptionalDouble.of(evaluated), OptionalDouble.of(475), false,
            List.of(node(1, "learner", "learner", true),
                node(2, "replay-1", "replay", true),
                node(3, "replay-2", "replay", true),
                node(4, "actor-1", "actor", true),
                node(5, "actor-2", "actor", false)),
            List.of(shard(2, "replay-1", envSteps / 2), shard(3, "replay-2", envSteps - envSteps / 2)),
            List.of(actor(4, "actor-1", envSteps / 2, 212.4), actor(5, "actor-2", envSteps / 2, Double.NaN)),
            new TimeSpent(2_500_000_000L, 1_000_000_000, 500_000_000, 250_000_000),
            new Detail(StepRates.NONE, Double.NaN, OptionalDouble.empty(), Distribution.NONE, Double.NaN, Double.NaN,
                PolicyLag.NONE, new SamplerCounts(7, 5, 3, 2, 1), List.of(), Map.of()));
    }

    /** The second shard shares the learner's process, the second actor has told nothing of its own. */
    private static RunSnapshot.Node node(int nodeId, String name, String role, boolean isReachable) {
        ProcessNumbers process = new ProcessNumbers(40 + nodeId, 0.25, nodeId * 50_000_000L, 30_000_000, 200_000_000,
            nodeId * 1_000, 7, 0, 20 + nodeId, 0, 30 + nodeId, 0,
            new DriverLoss(nodeId == 3, nodeId == 3 ? 0 : 12, 9, 9, 0, 0));
        boolean isShared = name.equals("replay-2");
        return new RunSnapshot.Node(nodeId, name, role, "10.0.0." + (nodeId + 1) + ":25520", isReachable, Double.NaN, 1,
            isShared, isShared ? process.streamsOnly() : name.equals("actor-2") ? null : process);
    }

    public static RunSnapshot.Shard shard(int nodeId, String name, long steps) {
        return new RunSnapshot.Shard(nodeId, name, steps, 500_000, Math.max(0, steps - 24), 1_834.2 + steps * 0.2,
            steps, 0, steps * 5, steps * 5 - 130, 130, 0, 0, 3, false, nodeId == 3, 0, 0, 0,
            new RunSnapshot.Damage(5, 1, 0, 2, false),
            new TimeSpent(4_000_000_000L, 3_000_000_000L, 2_000_000_000, 1_000_000_000));
    }

    public static RunSnapshot.Actor actor(int nodeId, String name, long steps, double meanReturn) {
        return new RunSnapshot.Actor(nodeId, name, 8, steps, 1_993.7, 118, 3, 0, meanReturn, 0,
            new ActorStaleness(2, 40, 1_500_000_000),
            new ActorTime(6_000_000_000L, 2_000_000_000, 1_000_000_000, 500_000_000));
    }
}
