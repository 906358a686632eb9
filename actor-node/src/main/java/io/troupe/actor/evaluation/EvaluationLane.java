package io.troupe.actor.evaluation;

import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.acting.ObservationRows;
import io.troupe.common.environment.AwaitedEnvironment;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.network.QFunction;
import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.StepLayout;
import org.agrona.concurrent.UnsafeBuffer;

/** One environment of the evaluator, and the episode that it plays. Failures of the environment go to the caller. */
final class EvaluationLane {
    private static final int NO_EPISODE = -1;

    private final int index;
    private final EnvironmentFactory environments;
    private final double epsilon;
    private final double discount;
    private final int actionCount;
    private final ObservationRows rows;
    private final ActionMask mask;
    private final UnsafeBuffer record;
    private final StepOutcome outcome;
    private final SplitMix64 environmentRandom = new SplitMix64(0);
    private final SplitMix64 actionRandom = new SplitMix64(0);
    private Environment environment;
    /** The same, where it is stepped in two halves; null: it is not. */
    private SplitEnvironment split;
    /** The same, where it answers when it likes; null: it does not. */
    private AwaitedEnvironment awaited;
    private boolean isResetGiven;
    private boolean isActionAway;
    private int action;
    private float chosenQ;
    private int episode = NO_EPISODE;
    private long seed;
    private boolean isBegun;
    private double episodeReturn;
    private double discountedReturn;
    private double rewardWeight;
    private double firstQ;
    private int previousAction;
    private float previousReward;
    private int episodeLength;

    /**
     * @param index    of the lane in its evaluator, by which the network remembers it
     * @param discount γ of {@link #discountedReturn}
     */
    EvaluationLane(int index, StepLayout layout, EnvironmentFactory environments, double epsilon, double discount) {
        this.index = index;
        this.environments = environments;
        this.epsilon = epsilon;
        this.discount = discount;
        actionCount = layout.schema().actionCount();
        rows = new ObservationRows(layout);
        mask = new ActionMask(layout);
        record = new UnsafeBuffer(new byte[layout.stride()]);
        outcome = new StepOutcome(layout);
        outcome.observation().wrap(record, 0);
    }

    boolean needsEpisode() {
        return episode == NO_EPISODE;
    }

    /** This episode is the next to play here. */
    void take(int newEpisode, long newSeed) {
        episode = newEpisode;
        seed = newSeed;
        isBegun = false;
        isResetGiven = false;
        isActionAway = false;
    }

    /**
     * Whether an episode is there to go on with; begins it where it is new. A reset that is computed elsewhere is given in
     * one round and taken in the next, with the others' actions between. One that is waited for is left out until it has
     * answered.
     */
    boolean canStep() {
        if (isActionAway || isResetGiven && awaited != null && !awaited.isReady()) {
            return false;
        }
        if (episode != NO_EPISODE && !isBegun) {
            if (!isResetGiven) {
                environmentRandom.seed(seed);
                actionRandom.seed(~seed);
                if (environment == null) {
                    environment = environments.create(environmentRandom);
                    split = environment instanceof SplitEnvironment inHalves ? inHalves : null;
                    awaited = environment instanceof AwaitedEnvironment late ? late : null;
                    environmentRandom.seed(seed);
                }
                if (split != null) {
                    split.giveReset();
                    isResetGiven = true;
                    return false;
                }
                environment.reset(outcome.observation());
            } else {
                isResetGiven = false;
                split.takeReset(outcome.observation());
            }
            mask.check(record, 0);
            episodeReturn = 0;
            discountedReturn = 0;
            rewardWeight = 1;
            episodeLength = 0;
            previousAction = QFunction.NO_ACTION;
            previousReward = 0;
            isBegun = true;
        }
        return isBegun;
    }

    void observe(QFunction qFunction, int row) {
        rows.copy(record, 0, qFunction, row);
        qFunction.show(row, index, previousAction, previousReward);
    }

    /**
     * Chooses by this row of Q-values; {@link #step} is to follow when all lanes have chosen, or, where the action
     * {@link #isActionAway}, once it {@link #isAnswered}.
     */
    void choose(float[] qValues, int row) {
        action = epsilon > 0 && actionRandom.nextDouble() < epsilon ? mask.random(actionRandom, record, 0)
            : greedyAction(qValues, row);
        chosenQ = qValues[row * actionCount + action];
        if (split != null) {
            split.giveAction(action);
            isActionAway = awaited != null;
        }
    }

    /** What this row of Q-values says is best in the state that waits for an action. */
    int greedyAction(float[] qValues, int row) {
        return mask.greedy(qValues, row, record, 0);
    }

    /** Whether what the action brings is waited for. */
    boolean isActionAway() {
        return isActionAway;
    }

    /** Whether it was waited for, and is there. */
    boolean isAnswered() {
        return isActionAway && awaited.isReady();
    }

    /** Whether a reset is under way that the next round takes. */
    boolean isBeginning() {
        return isResetGiven && (awaited == null || awaited.isReady());
    }

    /** Acts as chosen; returns whether the episode is over. */
    boolean step() {
        isActionAway = false;
        if (split == null) {
            environment.step(action, outcome.clear());
        } else {
            split.takeStep(outcome.clear());
        }
        if (!Float.isFinite(outcome.reward())) {
            throw new IllegalStateException(
                "the reward of action " + action + " is " + outcome.reward() + "; expected a finite number");
        }
        if (!outcome.isEnd()) {
            mask.check(record, 0);
        }
        if (episodeLength == 0) {
            firstQ = chosenQ;
        }
        episodeReturn += outcome.reward();
        discountedReturn += rewardWeight * outcome.reward();
        rewardWeight *= discount;
        episodeLength++;
        previousAction = action;
        previousReward = outcome.reward();
        return outcome.isEnd();
    }

    /** The episode is over, or is not wanted any more. */
    void abandon() {
        episode = NO_EPISODE;
        isBegun = false;
    }

    /** The environment has failed: a new one plays the same episode from its beginning. */
    void remake() {
        close();
        isBegun = false;
    }

    int episode() {
        return episode;
    }

    /** The action that was chosen last. */
    int action() {
        return action;
    }

    /** The state that waits for an action, drawn. */
    String drawing() {
        return environment.render();
    }

    double episodeReturn() {
        return episodeReturn;
    }

    /** Σ γ^t r_t of the episode so far. */
    double discountedReturn() {
        return discountedReturn;
    }

    /** Q-value of the action that was taken first. */
    double firstQ() {
        return firstQ;
    }

    int episodeLength() {
        return episodeLength;
    }

    /** Whether the last step came to an end of the task itself. */
    boolean isTerminated() {
        return outcome.isTerminated();
    }

    void close() {
        Environment closing = environment;
        environment = null;
        split = null;
        awaited = null;
        isResetGiven = false;
        isActionAway = false;
        Environments.closeQuietly(closing, "the evaluator");
    }
}
