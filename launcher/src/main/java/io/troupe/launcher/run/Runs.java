package io.troupe.launcher.run;

import io.troupe.actor.evaluation.Baseline;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.EnvironmentSettings;
import io.troupe.learner.compression.Compression;
import io.troupe.learner.status.RunFolder;
import io.troupe.policy.PolicyManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that a command can set going. Those that return a {@link TrainingRun} or a {@link NodeRun} return at once:
 * the work is in its {@code run}. {@link #start} returns with the other command running. All others do their work in the
 * calling thread and return when it is done, and throw a TroupeException CHECKPOINT where the run has no such checkpoint
 * or it is damaged.
 */
public interface Runs {
    /** {@code troupe train}: a whole run, in this process or in one for each node. */
    TrainingRun train(TrainRequest request);

    /** {@code troupe learner}: the one node of a cluster that owns the run. */
    TrainingRun learner(TrainRequest request);

    /**
     * {@code troupe actor}: a node that plays, of a run that it is told of when it joins.
     *
     * @param isGoingOn whether it waits for the run to go on where that was interrupted; where not, it ends
     */
    NodeRun actor(EffectiveConfiguration configuration, boolean isGoingOn);

    /**
     * {@code troupe replay}: a shard of such a run.
     *
     * @param isGoingOn as of an actor
     */
    NodeRun replay(EffectiveConfiguration configuration, boolean isGoingOn);

    /**
     * {@code troupe driver}: the media driver that the nodes of a machine share, in {@code transport.aeron-directory};
     * where that is empty, it chooses and tells one.
     *
     * @param isForOneRun whether it ends with the run of its nodes
     */
    NodeRun driver(EffectiveConfiguration configuration, boolean isForOneRun);

    /**
     * {@code troupe eval}: greedy episodes with the best checkpoint of a run.
     *
     * @param progress hears how far it is, for a person
     */
    EvaluationReport evaluate(EvaluationRequest request, Consumer<String> progress);

    /**
     * {@code troupe eval --env}: what a baseline gets in an environment, without a run; the same episodes each time.
     *
     * @param progress as of {@link #evaluate}
     */
    BaselineReport play(EnvironmentSettings environment, Baseline baseline, int episodes, Consumer<String> progress);

    /**
     * {@code troupe inspect attention}: whether a run's network decides by what it attends to, over greedy episodes
     * with the best checkpoint.
     *
     * @param topStep of an episode, which the last decisions' top attended steps are compared with
     * @param progress as of {@link #evaluate}
     */
    AttentionReport attention(RunFolder folder, int episodes, int topStep, Consumer<String> progress);

    /**
     * {@code troupe compress}: the best checkpoint of a run in fewer bits.
     *
     * @param file     is written, or replaced
     * @param episodes to measure the return with, before and after
     * @param progress as of {@link #evaluate}
     * @throws io.troupe.common.error.TroupeException RESOURCE where the file cannot be written
     */
    CompressionReport compress(RunFolder folder, Compression compression, Path file, int episodes,
                               Consumer<String> progress);

    /**
     * {@code troupe export}: a run's policy as one file.
     *
     * @param checkpoint best, latest, or the name of one
     * @param file       is written, or replaced; its folder is made
     * @return what the file says of itself
     * @throws io.troupe.common.error.TroupeException RESOURCE where the file cannot be written
     */
    PolicyManifest export(RunFolder folder, String checkpoint, Path file);

    /**
     * {@code troupe play}: one greedy episode with the best checkpoint of a run, drawn frame by frame until it ends.
     *
     * @param environmentOptions as of {@link EvaluationRequest}
     * @param attention          what is shown of what the network looked at
     */
    void play(RunFolder folder, Map<String, String> environmentOptions, AttentionPicture.Parts attention,
              Spectator spectator);

    /** {@code troupe play --env}: an episode in which a baseline acts, without a run. */
    void play(EnvironmentSettings environment, Baseline baseline, Spectator spectator);

    /**
     * A further command, in a process of its own that is running when this returns, and ends when this one does.
     *
     * @param name      of the process, and of the files about it in {@code folder}, which is there
     * @param arguments what comes after {@code troupe}
     * @throws io.troupe.common.error.TroupeException RESOURCE where the process cannot be started
     */
    ToolProcess start(String name, List<String> arguments, Path folder);
}
