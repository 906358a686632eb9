package io.troupe.actor.evaluation;

import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.acting.ObservationRows;
import io.troupe.actor.acting.SteppedEnvironment;
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
    private final SteppedEnvironment environment = new SteppedEnvironment();
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
        environment.forget();
    }

    /**
     * Whether an episode is there to go on with; begins it where it is new. While its environment is
     * {@linkplain SteppedEnvironment#isBusy busy} or being reset, the lane is left out.
     */
    boolean canStep() {
        if (environment.isBusy()) {
            return false;
        }
        if (episode != NO_EPISODE && !isBegun) {
            if (!environment.isResetting()) {
                environmentRandom.seed(seed);
                actionRandom.seed(~seed);
                if (!environment.isMade()) {
                    environment.use(environments.create(environmentRandom));
                    environmentRandom.seed(seed);
                }
            }
            if (!environment.reset(outcome.observation())) {
                return false;
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
        environment.act(action);
    }

    /** What this row of Q-values says is best in the state that waits for an action. */
    int greedyAction(float[] qValues, int row) {
        return mask.greedy(qValues, row, record, 0);
    }

    /** Whether what the action brings is waited for. */
    boolean isActionAway() {
        return environment.isActionAway();
    }

    /** Whether it was waited for, and is there. */
    boolean isAnswered() {
        return environment.isAnswered();
    }

    /** Whether a reset is under way that the next round takes. */
    boolean isBeginning() {
        return environment.isBeginning();
    }

    /** Acts as chosen; returns whether the episode is over. */
    boolean step() {
        environment.step(action, outcome.clear());
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
        environment.close("the evaluator");
    }
}
