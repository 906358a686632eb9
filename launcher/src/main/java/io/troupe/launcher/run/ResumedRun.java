package io.troupe.launcher.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import io.troupe.learner.run.Resumption;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run that is to go on: whether it can with its new configuration, and what it goes on from. */
public final class ResumedRun {
    private final RunFolder folder;
    private final TroupeSettings before;
    private final EffectiveConfiguration configuration;
    private final Resumption earlier;

    private ResumedRun(RunFolder folder, TroupeSettings before, EffectiveConfiguration configuration,
                       Resumption earlier) {
        this.folder = folder;
        this.before = before;
        this.configuration = configuration;
        this.earlier = earlier;
    }

    /**
     * Changes nothing in the folder.
     *
     * @param changed the run's configuration with what was given now
     * @throws TroupeException CONFIGURATION or LAYOUT_MISMATCH with both values where the run's experience could not be
     *                         used, RESOURCE where the run is still running
     */
    public static ResumedRun of(RunFolder folder, EffectiveConfiguration changed) {
        folder.lock().close();
        TroupeSettings before = folder.configuration().settings();
        requireSame("environment.name", before.environment().name(), changed.settings().environment().name(),
            "begin a new run for another environment");
        requireSame("environment.previous-action", before.environment().showsPreviousAction(),
            changed.settings().environment().showsPreviousAction(), "the steps in the replay are stored that way");
        requireSame("environment.previous-reward", before.environment().showsPreviousReward(),
            changed.settings().environment().showsPreviousReward(), "the steps in the replay are stored that way");
        EffectiveConfiguration configuration = withCapacityOfShards(before.replay(), changed);
        TroupeSettings now = configuration.settings();
        requireSame("replay.segment-steps", before.replay().segmentSteps(), now.replay().segmentSteps(),
            "the replay's files are made of such segments");
        requireSame("the capacity of a shard (replay.capacity-steps / replay.shards)", capacityOfShard(before.replay()),
            capacityOfShard(now.replay()), "the replay's files have that size");
        EnvironmentSchema schema = Contracts.schema(now);
        folder.requireLayout(new StepLayout(schema).fingerprint());
        return new ResumedRun(folder, before, configuration,
            Resumption.of(folder, QNetwork.of(now.network(), schema).parameters()));
    }

    /** With what the run goes on. */
    public EffectiveConfiguration configuration() {
        return configuration;
    }

    /** Why the run has nothing left to do, and what would give it something; empty where it has. */
    public Optional<String> whyDone() {
        TroupeSettings now = configuration.settings();
        long steps = earlier.progress().envSteps();
        if (steps >= now.run().maxEnvSteps()) {
            return Optional.of(text("the run in %s has done %,d env steps and was to end after %,d; it goes on with"
                + " more of them: --steps N, with N above %d", folder.path(), steps, now.run().maxEnvSteps(), steps));
        }
        OptionalDouble goal = now.run().untilReturn();
        if (goal.isPresent() && Files.exists(folder.summary())) {
            RunSummary summary = RunSummary.read(folder.summary());
            OptionalDouble reached = summary.evaluations().finalReturn();
            if (summary.reason().equals(RunSummary.GOAL_REACHED) && reached.isPresent()
                && reached.getAsDouble() >= goal.getAsDouble()) {
                return Optional.of(text("the run in %s has reached its goal: greedy return %,.1f of %,.1f; it goes on"
                    + " with a higher one, --until-return R, or to a number of env steps, --steps N", folder.path(),
                    reached.getAsDouble(), goal.getAsDouble()));
            }
        }
        return Optional.empty();
    }

    /** What a person should know before the run goes on; one line each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (earlier.checkpoint().isEmpty()) {
            notes.add("it had come to no checkpoint: its weights begin anew, its replay stays");
        } else if (!earlier.hasWeights()) {
            notes.add("it has another network now: the weights begin anew, the replay stays"
                + (earlier.isOfOthers() ? "; the checkpoints of before are kept in "
                + folder.path().resolve("checkpoints-" + earlier.incarnation()) : ""));
        }
        LearningSettings.Optimizer.Kind optimizer = configuration.settings().learning().optimizer().kind();
        if (earlier.hasWeights() && optimizer != before.learning().optimizer().kind()) {
            notes.add("it has another optimizer now: the moments, the warm-up and the decay of the learning rate begin"
                + " anew, the weights stay");
        }
        int shardsBefore = before.replay().shards();
        int shards = configuration.settings().replay().shards();
        if (shards > shardsBefore) {
            notes.add(text("it has %d shards now, and had %d: the new ones begin empty", shards, shardsBefore));
        } else if (shards < shardsBefore) {
            notes.add(text("it has %d shards now, and had %d: what the others hold stays in their files, and is not"
                + " learned from", shards, shardsBefore));
        }
        return notes;
    }

    /** The checkpoint's name and learner step. */
    public String origin() {
        return earlier.checkpointName() + text(" (learner step %,d", earlier.learnerStep());
    }

    /** Makes the folder's next start of it. */
    public void begin() {
        folder.resume(configuration);
    }

    /** A shard's files keep their size: with other shards the whole has another one, unless that was said. */
    private static EffectiveConfiguration withCapacityOfShards(ReplaySettings before, EffectiveConfiguration changed) {
        ReplaySettings now = changed.settings().replay();
        return now.shards() == before.shards() || now.capacitySteps() != before.capacitySteps() ? changed
            : changed.with(Map.of("replay.capacity-steps", capacityOfShard(before) * now.shards()));
    }

    private static long capacityOfShard(ReplaySettings replay) {
        return (replay.capacitySteps() + replay.shards() - 1) / replay.shards();
    }

    private static void requireSame(String setting, Object before, Object now, String why) {
        if (!before.equals(now)) {
            throw new TroupeException(ErrorCode.CONFIGURATION, setting + " cannot change when a run is resumed: it was "
                + before + ", and is " + now + " now; " + why);
        }
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
