package io.troupe.launcher;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.actor.evaluation.StudyResult;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.launcher.run.AttentionPicture;
import io.troupe.launcher.run.AttentionReport;
import io.troupe.launcher.run.BaselineReport;
import io.troupe.launcher.run.CompressionReport;
import io.troupe.launcher.run.EvaluationReport;
import io.troupe.launcher.run.EvaluationRequest;
import io.troupe.launcher.run.NodeRun;
import io.troupe.launcher.run.Runs;
import io.troupe.launcher.run.Spectator;
import io.troupe.launcher.run.ToolProcess;
import io.troupe.launcher.run.TrainRequest;
import io.troupe.launcher.run.TrainingRun;
import io.troupe.learner.compression.Compression;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import io.troupe.policy.PolicyManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs that end at once, or when they are told to, or with a failure; and what was asked of them. */
final class FakeRuns implements Runs {
    final List<String> asked = new ArrayList<>();
    /** What becomes of a training process, by its name; where there is nothing, it reaches its goal at once. */
    final Map<String, FakeProcess.Ending> endings = new HashMap<>();
    /** Hears the name of each process that was started. */
    Consumer<String> onStart = name -> { };
    final CountDownLatch begun = new CountDownLatch(1);
    TrainRequest request;
    EffectiveConfiguration configuration;
    Throwable failure;
    boolean isEndless;

    private final CountDownLatch stop = new CountDownLatch(1);
    private String reason = RunSummary.GOAL_REACHED;

    @Override
    public TrainingRun train(TrainRequest request) {
        return training("train", request);
    }

    @Override
    public TrainingRun learner(TrainRequest request) {
        return training("learner", request);
    }

    private TrainingRun training(String name, TrainRequest request) {
        asked.add(name);
        this.request = request;
        return new TrainingRun() {
            @Override
            public RunSummary run() {
                request.console().accept(Snapshots.at(3, 100, OptionalDouble.of(487.5), OptionalDouble.empty()));
                go();
                return new RunSummary(24_310, 1_520, 8.26, OptionalDouble.of(8), new RunSummary.Evaluations(
                    OptionalDouble.of(500), OptionalDouble.of(487.5), 100),
                    new RunSummary.Ledger(24_310, 24_300, 10, 0, 0, 0), reason);
            }

            @Override
            public void requestStop(String reason) {
                halt(reason);
            }
        };
    }

    @Override
    public NodeRun actor(EffectiveConfiguration configuration, boolean isGoingOn) {
        return node("actor" + (isGoingOn ? " going on" : ""), configuration);
    }

    @Override
    public NodeRun replay(EffectiveConfiguration configuration, boolean isGoingOn) {
        return node("replay" + (isGoingOn ? " going on" : ""), configuration);
    }

    @Override
    public NodeRun driver(EffectiveConfiguration configuration, boolean isForOneRun) {
        return node("driver", configuration);
    }

    private NodeRun node(String name, EffectiveConfiguration configuration) {
        asked.add(name);
        this.configuration = configuration;
        return new NodeRun() {
            @Override
            public void run() {
                go();
            }

            @Override
            public void requestStop(String reason) {
                halt(reason);
            }
        };
    }

    @Override
    public EvaluationReport evaluate(EvaluationRequest request, Consumer<String> progress) {
        progress.accept("1 of " + request.episodes() + " episodes");
        asked.add("evaluate " + request.folder().path().getFileName() + " " + request.episodes()
            + (request.environmentOptions().isEmpty() ? "" : " " + request.environmentOptions()));
        return new EvaluationReport("best", request.episodes(), 487.5, 400, 500, 487.5, 0.125, request.baselines().stream()
            .map(baseline -> new EvaluationReport.Comparison(baseline, 20, 467.5, 1.25)).toList());
    }

    @Override
    public BaselineReport play(EnvironmentSettings environment, Baseline baseline, int episodes, Consumer<String> progress) {
        progress.accept("1 of " + episodes + " episodes");
        asked.add("play " + environment.name() + " " + environment.options() + " " + baseline + " " + episodes);
        return new BaselineReport(baseline, episodes, 22.5, 10, 8, 60, 22.5, 1);
    }

    @Override
    public AttentionReport attention(RunFolder folder, int episodes, int topStep, Consumer<String> progress) {
        progress.accept("1 of " + episodes + " episodes");
        asked.add("attention " + folder.path().getFileName() + " " + episodes + " " + topStep);
        StudyResult.Part layer = new StudyResult.Part("memory.layers.0", new StudyResult.Effect(0.5, 0.125), 0.5,
            List.of(1.5, 0.25));
        return new AttentionReport("best", new StudyResult(episodes, 487.5, 4_000, new StudyResult.Effect(0.75, 0.25),
            new StudyResult.Effect(0.25, 0.0625), 0.125, topStep, 0.95, List.of(layer)));
    }

    @Override
    public CompressionReport compress(RunFolder folder, Compression compression, Path file, int episodes,
                                      Consumer<String> progress) {
        progress.accept("before: 1 of " + episodes + " episodes");
        asked.add("compress " + folder.path().getFileName() + " " + compression + " " + file.getFileName() + " "
            + episodes);
        return new CompressionReport("best", Path.of("small.safetensors"),
            new CompressionReport.Size(4_000, 1_040, 3_600, 900, 0.25),
            new CompressionReport.Change(0.0123, 0.5, 0.995, 40_000),
            new CompressionReport.Returns(episodes, 487.5, 400, 500),
            new CompressionReport.Returns(episodes, 480, 390, 500));
    }

    @Override
    public PolicyManifest export(RunFolder folder, String checkpoint, Path file) {
        asked.add("export " + folder.path().getFileName() + " " + checkpoint + " " + file.getFileName());
        return PolicyManifest.of("run", "best-000003", 42, 10, 20);
    }

    @Override
    public void play(RunFolder folder, Map<String, String> environmentOptions, AttentionPicture.Parts attention,
                     Spectator spectator) {
        asked.add("play " + folder.path().getFileName() + " " + environmentOptions + " " + attention + watched(spectator));
        spectator.out().println("a pole");
    }

    @Override
    public void play(EnvironmentSettings environment, Baseline baseline, Spectator spectator) {
        asked.add("play " + environment.name() + " " + environment.options() + " " + baseline + watched(spectator));
    }

    private static String watched(Spectator spectator) {
        return " every " + spectator.delayMs() + " ms, seed " + spectator.seed().stream().boxed().toList();
    }

    @Override
    public ToolProcess start(String name, List<String> arguments, Path folder) {
        asked.add(name + ": " + arguments.get(0) + (arguments.contains("--resume") ? " --resume" : ""));
        onStart.accept(name);
        return new FakeProcess(name, arguments, folder, endings.getOrDefault(name, FakeProcess.Ending.GOAL));
    }

    private void halt(String reason) {
        this.reason = reason;
        asked.add("stop: " + reason);
        stop.countDown();
    }

    private void go() {
        begun.countDown();
        if (failure != null) {
            FakeRuns.<RuntimeException>sneak(failure);
        }
        try {
            if (isEndless && !stop.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody stopped the run");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
