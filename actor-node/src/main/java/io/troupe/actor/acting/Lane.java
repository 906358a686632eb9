package io.troupe.actor.acting;

import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.StepContent;
import io.troupe.common.schema.StepLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One environment's endless stream of steps. The environment writes its observations straight into the writer's ring:
 * the open record holds o_t; a step writes o_{t+1} into the place after it. An environment that fails is made anew; its
 * episode is cut where it was, with the last good observation as the closing record.
 */
final class Lane {
    private final LaneSpec spec;
    private final int index;
    private final StepLayout layout;
    private final StepContent content;
    private final ActionMask mask;
    private final ObservationRows rows;
    private final int actionCount;
    private final LaneWriter writer;
    private final FirstPriorities priorities;
    private final SequenceStates states;
    private final EpisodeLog episodes;
    private final EnvironmentFactory environments;
    private final EnvironmentFailures failures;
    private final RandomGenerator environmentRandom;
    private final RandomGenerator actionRandom;
    private final StepOutcome outcome;
    private final SteppedEnvironment environment = new SteppedEnvironment();
    private final LaneEpisode episode = new LaneEpisode();

    private int action;
    private float chosenQ;
    private long choosingVersion;
    private boolean isStale;
    private boolean isCut;
    private long steps;
    private long staleSteps;

    /** @param index of the lane in its actor, by which the network remembers it */
    Lane(LaneSpec spec, int index, ActorSpec actor, LaneWriter writer, EpisodeLog episodes) {
        this.spec = spec;
        this.index = index;
        this.writer = writer;
        this.episodes = episodes;
        layout = actor.layout();
        content = new StepContent(layout);
        mask = new ActionMask(layout);
        rows = new ObservationRows(layout);
        actionCount = layout.schema().actionCount();
        environments = actor.environments();
        failures = new EnvironmentFailures(spec.laneId(), actor.settings().maxEnvironmentFailures());
        states = layout.stateBytes() == 0 ? null
            : new SequenceStates(actor.sequence(), actor.nStep(), layout.stateBytes(), writer);
        priorities = new FirstPriorities(actor.nStep(), actor.discount(),
            sink(actor.sequence(), states == null ? writer : states));
        outcome = new StepOutcome(layout);
        SplittableRandom random = new SplittableRandom(spec.seed());
        environmentRandom = random.split();
        actionRandom = random.split();
    }

    private static FirstPriorities.Sink sink(Sequence sequence, FirstPriorities.Sink sink) {
        return sequence.length() == 1 && sequence.period() == 1 ? sink : new SequencePriorities(sequence, sink);
    }

    /**
     * Whether an observation waits for an action; begins an episode where none is open. While its environment is
     * {@linkplain SteppedEnvironment#isBusy busy} or being reset, the lane is left out.
     */
    boolean prepare() {
        if (environment.isBusy()) {
            return false;
        }
        if (!episode.isOpen()) {
            try {
                if (!environment.isMade()) {
                    environment.use(environments.create(environmentRandom));
                }
                outcome.observation().wrap(writer.records(), writer.recordOffset(writer.produced()));
                if (!environment.reset(outcome.observation())) {
                    return false;
                }
                checkObservation(writer.produced(), true);
            } catch (Exception e) {
                failed(e);
                return false;
            }
            episode.begin();
            priorities.beginEpisode(writer.produced());
        }
        return true;
    }

    /** Whether a reset is under way that the next cycle takes. */
    boolean isBeginning() {
        return environment.isBeginning();
    }

    /** Copies the observation that waits, or after {@link #isCut} the final one, into a row of the network's input. */
    void observe(QFunction qFunction, int row) {
        long record = isCut ? writer.produced() - 1 : writer.produced();
        rows.copy(writer.records(), writer.recordOffset(record), qFunction, row);
        qFunction.show(row, index, episode.previousAction(), episode.previousReward());
        if (states != null && !isCut) {
            states.keep(qFunction, index, record);
        }
    }

    /**
     * Chooses by this row of Q-values; {@link #step} is to follow when all lanes of the cycle have chosen, or, where the
     * action {@link #isActionAway}, once it {@link #isAnswered}.
     *
     * @param isMarked as chosen by weights that are too old
     */
    void choose(float[] qValues, int row, long weightsVersion, boolean isMarked) {
        int record = writer.recordOffset(writer.produced());
        int greedy = mask.greedy(qValues, row, writer.records(), record);
        priorities.onMaxQ(qValues[row * actionCount + greedy]);
        action = actionRandom.nextDouble() < spec.epsilon() ? mask.random(actionRandom, writer.records(), record)
            : greedy;
        chosenQ = qValues[row * actionCount + action];
        choosingVersion = weightsVersion;
        isStale = isMarked;
        environment.act(action);
    }

    /** Whether what the action brings is waited for. */
    boolean isActionAway() {
        return environment.isActionAway();
    }

    /** Whether it was waited for, and is there. */
    boolean isAnswered() {
        return environment.isAnswered();
    }

    /** Acts as chosen: one record, and a closing one after it where the episode is cut. */
    void step(long nowNs) {
        outcome.clear().observation().wrap(writer.records(), writer.recordOffset(writer.produced() + 1));
        if (!takeStep()) {
            copyObservationForward();
            outcome.clear().truncated(true);
        }
        writeStep();
        writer.commit(nowNs);
        steps++;
        staleSteps += isStale ? 1 : 0;
        episode.onStep(action, outcome.reward());
        priorities.onStep(chosenQ, outcome.reward());
        if (outcome.isTerminated()) {
            priorities.onTerminated();
            endEpisode();
        } else if (outcome.isTruncated()) {
            writeFields(choosingVersion, 0, 0, StepLayout.FLAG_CLOSING);
            writer.commit(nowNs);
            isCut = true;
            endEpisode();
        }
    }

    /** Whether the last step was cut, and the Q-values of its final observation are wanted. */
    boolean isCut() {
        return isCut;
    }

    /** Takes the Q-values of the final observation of the episode that was cut. */
    void bootstrap(float[] qValues, int row) {
        int greedy = mask.greedy(qValues, row, writer.records(), writer.recordOffset(writer.produced() - 1));
        priorities.onTruncated(qValues[row * actionCount + greedy]);
        isCut = false;
    }

    private boolean takeStep() {
        try {
            environment.step(action, outcome);
            checkObservation(writer.produced() + 1, !outcome.isTerminated());
            failures.onStep();
            return true;
        } catch (Exception e) {
            failed(e);
            return false;
        }
    }

    private void checkObservation(long record, boolean isValued) {
        if (!content.isObservationFinite(writer.records(), writer.recordOffset(record))) {
            throw new IllegalStateException("the observation holds a number that is not finite");
        }
        if (isValued) {
            mask.check(writer.records(), writer.recordOffset(record));
        }
    }

    private void failed(Exception cause) {
        close();
        failures.add(cause);
    }

    private void copyObservationForward() {
        UnsafeBuffer records = writer.records();
        records.putBytes(writer.recordOffset(writer.produced() + 1) + StepLayout.OBSERVATION_OFFSET, records,
            writer.recordOffset(writer.produced()) + StepLayout.OBSERVATION_OFFSET, layout.observedBytes());
    }

    private void writeStep() {
        int flags = (episode.length() == 0 ? StepLayout.FLAG_EPISODE_START : 0)
            | (outcome.isTerminated() ? StepLayout.FLAG_TERMINATED : 0)
            | (outcome.isTruncated() ? StepLayout.FLAG_TRUNCATED : 0)
            | (isStale ? StepLayout.FLAG_STALE : 0);
        writeFields(choosingVersion, outcome.reward(), action, flags);
    }

    private void writeFields(long weightsVersion, float reward, int action, int flags) {
        UnsafeBuffer records = writer.records();
        int at = writer.recordOffset(writer.produced());
        records.putLong(at + StepLayout.WEIGHTS_VERSION_OFFSET, weightsVersion, ByteOrder.LITTLE_ENDIAN);
        records.putFloat(at + StepLayout.REWARD_OFFSET, reward, ByteOrder.LITTLE_ENDIAN);
        records.putInt(at + StepLayout.ACTION_OFFSET, action, ByteOrder.LITTLE_ENDIAN);
        records.putInt(at + StepLayout.FLAGS_OFFSET, flags, ByteOrder.LITTLE_ENDIAN);
    }

    private void endEpisode() {
        episode.end();
        episodes.add(spec.laneId(), (float) episode.sum(), episode.length(), (float) spec.epsilon());
    }

    long laneId() {
        return spec.laneId();
    }

    double epsilon() {
        return spec.epsilon();
    }

    /** The action that was chosen last. */
    int action() {
        return action;
    }

    /** How many episodes have begun before this one. */
    long episode() {
        return episode.number();
    }

    /** Steps of the episode so far. */
    int episodeLength() {
        return episode.length();
    }

    /** The state that waits for an action, drawn; empty where the environment cannot. */
    String drawing() {
        try {
            return environment.render();
        } catch (RuntimeException e) {
            return "";
        }
    }

    /** Environment steps made. */
    long steps() {
        return steps;
    }

    long environmentErrors() {
        return failures.all();
    }

    /** Of the steps those that are marked. */
    long staleSteps() {
        return staleSteps;
    }

    /** No more steps are to come: whoever drives the environment from elsewhere is let go, to be evaluated perhaps. */
    void retire() {
        if (environment.isDrivenElsewhere()) {
            close();
        }
    }

    /** Closes the environment; a failure to close it is only told. */
    void close() {
        environment.close("lane " + spec.laneId());
    }
}
