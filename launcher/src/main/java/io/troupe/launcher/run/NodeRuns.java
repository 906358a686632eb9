package io.troupe.launcher.run;

import io.troupe.actor.ActorNode;
import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.evaluation.AttentionStudy;
import io.troupe.actor.evaluation.Baseline;
import io.troupe.actor.evaluation.EpisodePlayer;
import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.EvaluationSpec;
import io.troupe.actor.evaluation.GreedyEvaluator;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Environments;
import io.troupe.common.metrics.ObservedNode;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import io.troupe.learner.compression.Compression;
import io.troupe.learner.status.RunFolder;
import io.troupe.policy.PolicyManifest;
import io.troupe.policy.PolicyPackage;
import io.troupe.replay.ReplayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.agrona.concurrent.SystemNanoClock;

/** The real parts, put together. */
public final class NodeRuns implements Runs {
    /** Of an actor that leaves: several at once, on a busy machine, take their time. Containers have 20 s to end. */
    private static final long DRAIN_TIMEOUT_MS = 12_000;
    private static final int MAX_ROWS = 256;
    private static final long BASELINE_SEED = 1;
    /** Two, and one for each part of a network that attends. */
    private static final int MAX_STUDY_ROWS = 128;

    /** Other episodes than those that chose the checkpoint: this is the number of no evaluation of the run. */
    static final long EVALUATION = Long.MAX_VALUE;

    @Override
    public TrainingRun train(TrainRequest request) {
        return request.isProcesses() ? new Processes(request) : new AllInOne(request);
    }

    @Override
    public TrainingRun learner(TrainRequest request) {
        return new LearnerRun(request);
    }

    @Override
    public NodeRun actor(EffectiveConfiguration configuration, boolean isGoingOn) {
        TroupeSettings settings = named(configuration, "actor");
        return new ClusterNode(settings, "actor", isGoingOn, (cluster, lifecycle) -> {
            ActorNode node = new ActorNode(settings, cluster, lifecycle);
            return new ClusterNode.Servant() {
                @Override
                public ObservedNode observed() {
                    return node;
                }

                @Override
                public void retire() {
                    node.leave(DRAIN_TIMEOUT_MS);
                }

                @Override
                public void close() {
                    node.close();
                }
            };
        });
    }

    @Override
    public NodeRun replay(EffectiveConfiguration configuration, boolean isGoingOn) {
        TroupeSettings settings = named(configuration, "replay");
        String directory = settings.replay().directory();
        Path folder = directory.isEmpty() ? Path.of("replay", settings.cluster().nodeName()) : Path.of(directory);
        return new ClusterNode(settings, "replay", isGoingOn, (cluster, lifecycle) -> {
            ReplayNode node = new ReplayNode(settings, folder, cluster, lifecycle);
            return new ClusterNode.Servant() {
                @Override
                public ObservedNode observed() {
                    return node;
                }

                @Override
                public void retire() {
                    node.drain();
                }

                @Override
                public void hurry() {
                    node.hurry();
                }

                @Override
                public void close() {
                    node.close();
                }
            };
        });
    }

    @Override
    public NodeRun driver(EffectiveConfiguration configuration, boolean isForOneRun) {
        return new DriverRun(configuration.settings().transport(), isForOneRun);
    }

    @Override
    public EvaluationReport evaluate(EvaluationRequest request, Consumer<String> progress) {
        TrainedPolicy policy = TrainedPolicy.of(request.folder()).with(request.environmentOptions());
        int episodes = request.episodes();
        try (QFunction qFunction = policy.qFunction(rows(episodes));
             GreedyEvaluator evaluator = new GreedyEvaluator(evaluation(policy, episodes), qFunction,
                 SystemNanoClock.INSTANCE)) {
            EvaluationOutcome outcome = evaluator.run(EVALUATION, episodes(episodes, progress));
            List<EvaluationReport.Comparison> comparisons = new ArrayList<>();
            for (Baseline baseline : request.baselines()) {
                comparisons.add(EvaluationReport.Comparison.of(baseline, outcome.returns(),
                    returns(baseline, policy, episodes, progress)));
            }
            return new EvaluationReport(policy.checkpointName(), outcome.episodes(), outcome.meanReturn(),
                outcome.minReturn(), outcome.maxReturn(), outcome.meanLength(), outcome.terminatedShare(), comparisons);
        }
    }

    /** Of the episodes that the policy is evaluated with. */
    private static List<Float> returns(Baseline baseline, TrainedPolicy policy, int episodes, Consumer<String> progress) {
        try (GreedyEvaluator evaluator = baseline.evaluator(evaluation(policy, episodes), SystemNanoClock.INSTANCE)) {
            return evaluator.run(EVALUATION, episodes(episodes, told -> progress.accept(baseline + ": " + told))).returns();
        }
    }

    @Override
    public BaselineReport play(EnvironmentSettings environment, Baseline baseline, int episodes, Consumer<String> progress) {
        EnvironmentSchema schema = Contracts.schema(environment);
        EnvironmentFactory environments =
            Environments.of(environment).sideBySide(environment.options(), rows(episodes))::apply;
        EvaluationSpec spec = new EvaluationSpec(new StepLayout(schema), environments, episodes,
            rows(episodes), 0, BASELINE_SEED, 1);
        try (GreedyEvaluator evaluator = baseline.evaluator(spec, SystemNanoClock.INSTANCE)) {
            return BaselineReport.of(baseline, evaluator.run(EVALUATION, episodes(episodes, progress)));
        }
    }

    @Override
    public AttentionReport attention(RunFolder folder, int episodes, int topStep, Consumer<String> progress) {
        TrainedPolicy policy = TrainedPolicy.of(folder);
        try (QFunction qFunction = policy.qFunction(MAX_STUDY_ROWS)) {
            AttentionStudy study = new AttentionStudy(policy.layout(), environments(policy, 1), qFunction,
                policy.settings().evaluation().epsilon(), policy.settings().run().seed(), topStep);
            return new AttentionReport(policy.checkpointName(), study.run(episodes, episodes(episodes, progress)));
        }
    }

    @Override
    public CompressionReport compress(RunFolder folder, Compression compression, Path file, int episodes,
                                      Consumer<String> progress) {
        return new PolicyCompression(TrainedPolicy.of(folder)).run(compression, file, episodes, progress);
    }

    @Override
    public PolicyManifest export(RunFolder folder, String checkpoint, Path file) {
        PolicyPackage policy = TrainedPolicy.of(folder, checkpoint).packed(folder.runId());
        policy.write(file);
        return policy.manifest();
    }

    @Override
    public void play(RunFolder folder, Map<String, String> environmentOptions, AttentionPicture.Parts attention,
                     Spectator spectator) {
        TrainedPolicy policy = TrainedPolicy.of(folder).with(environmentOptions);
        SplittableRandom random = spectator.random();
        try (QFunction qFunction = policy.qFunction(1);
             Environment environment = environments(policy, 1).create(random.split())) {
            new EpisodePlayer(policy.layout(), environment, qFunction, policy.settings().evaluation().epsilon(), random)
                .play(new EpisodeScreen(spectator, attention));
        }
    }

    @Override
    public void play(EnvironmentSettings settings, Baseline baseline, Spectator spectator) {
        EnvironmentSchema schema = Contracts.schema(settings);
        SplittableRandom random = spectator.random();
        EpisodeScreen screen = new EpisodeScreen(spectator, AttentionPicture.Parts.NONE);
        try (QFunction qFunction = baseline.qFunction(schema, 1);
             Environment environment = Environments.of(settings).sideBySide(settings.options(), 1).apply(random.split())) {
            new EpisodePlayer(new StepLayout(schema), environment, qFunction, baseline.epsilon(), random)
                .play(frame -> screen.accept(frame.withoutValues()));
        }
    }

    @Override
    public ToolProcess start(String name, List<String> arguments, Path folder) {
        // What it says goes to a file, whatever this process writes to.
        ChildProcess process = new ChildProcess(name, ToolCommand.of(arguments,
            List.of("-Dtroupe.terminal.columns=0", "-Dtroupe.terminal.error-columns=0")), folder);
        process.start(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        return process;
    }

    /** Tells of episodes that have ended. */
    static IntConsumer episodes(int all, Consumer<String> progress) {
        return done -> progress.accept(String.format(Locale.ROOT, "%,d of %,d episodes", done, all));
    }

    /** Of one call of the network. */
    static int rows(int episodes) {
        return Math.min(episodes, MAX_ROWS);
    }

    static EvaluationSpec evaluation(TrainedPolicy policy, int episodes) {
        return new EvaluationSpec(policy.layout(), environments(policy, rows(episodes)), episodes, rows(episodes),
            policy.settings().evaluation().epsilon(), policy.settings().run().seed(),
            policy.settings().actors().maxEnvironmentFailures());
    }

    private static EnvironmentFactory environments(TrainedPolicy policy, int count) {
        return policy.environment().sideBySide(policy.settings().environment().options(), count)::apply;
    }

    /** A node without a name is called by its role and process, so that two on one machine differ. */
    private static TroupeSettings named(EffectiveConfiguration configuration, String role) {
        return configuration.settings().cluster().nodeName().isEmpty()
            ? configuration.with(Map.of("cluster.node-name", role + "-" + ProcessHandle.current().pid())).settings()
            : configuration.settings();
    }
}
