package io.troupe.actor.evaluation;

import io.troupe.actor.acting.ObservationRows;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QFunction;
import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays episodes side by side with one network call for all that are alive, acting greedily (the lowest action of
 * equals). Every episode that is begun is counted, so that short ones are not preferred, and its outcome depends on its
 * seed and the weights only, not on its neighbours. Used by one thread, either as a whole ({@link #run}) or in slices:
 * {@link #begin}, {@link #advance} until it returns true, {@link #outcome}.
 */
public final class GreedyEvaluator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GreedyEvaluator.class);
    /** Of what is kept of the decisions: it goes to the learner in one message, which may have 512 KiB. */
    private static final int MAX_DECISION_BYTES = 256 * 1024;
    /** Between two looks at simulators that are all waited for. */
    private static final long WAIT_NS = 200_000;

    private final EvaluationSpec spec;
    private final QFunction qFunction;
    private final NanoClock clock;
    private final EvaluationLane[] lanes;
    private final EvaluationLane[] alive;
    private final float[] qValues;
    private final float[] returns;
    private final int[] lengths;
    private final float[] firstQ;
    private final float[] discountedReturns;
    private final DecisionRecorder decisions;
    private long evaluationSeed;
    private int begun;
    private int finished;
    private int terminated;
    private int failuresSinceEpisode;
    private boolean isWaiting;
    private long startNs;
    private long endNs;

    /** @param qFunction its weights are loaded by the caller; the evaluator does not close it */
    public GreedyEvaluator(EvaluationSpec spec, QFunction qFunction, NanoClock clock) {
        StepLayout layout = spec.layout();
        int actionCount = layout.schema().actionCount();
        if (qFunction.actionCount() != actionCount) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the network values " + qFunction.actionCount()
                + " actions and the environment takes " + actionCount);
        }
        this.spec = spec;
        this.qFunction = qFunction;
        this.clock = clock;
        int count = Math.min(spec.episodes(), Math.min(spec.maxLanes(), qFunction.maxRows()));
        lanes = new EvaluationLane[count];
        alive = new EvaluationLane[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new EvaluationLane(i, layout, spec.environments(), spec.epsilon(), spec.discount());
        }
        qValues = new float[count * actionCount];
        returns = new float[spec.episodes()];
        lengths = new int[spec.episodes()];
        firstQ = new float[spec.episodes()];
        discountedReturns = new float[spec.episodes()];
        decisions = new DecisionRecorder(new DecisionLog(spec.attentionEpisodes(), MAX_DECISION_BYTES), alive, qValues);
        finished = spec.episodes();
        begun = spec.episodes();
    }

    /** Begins evaluation {@code number}; one that is under way is given up. */
    public void begin(long number) {
        evaluationSeed = SplitMix64.seedOf(spec.seed(), number);
        begun = 0;
        finished = 0;
        terminated = 0;
        failuresSinceEpisode = 0;
        decisions.clear();
        startNs = clock.nanoTime();
        for (EvaluationLane lane : lanes) {
            lane.abandon();
        }
    }

    public boolean isRunning() {
        return finished < returns.length;
    }

    /**
     * Takes one step in every episode that is alive.
     *
     * @return whether the evaluation is done
     * @throws TroupeException ENVIRONMENT where environments fail again and again
     */
    public boolean advance() {
        int rows = 0;
        for (EvaluationLane lane : lanes) {
            if (canStep(lane)) {
                lane.observe(qFunction, rows);
                alive[rows++] = lane;
            }
        }
        if (rows > 0) {
            decisions.evaluate(qFunction, rows);
        }
        for (int row = 0; row < rows; row++) {
            alive[row].choose(qValues, row);
            decisions.onChosen(row);
        }
        for (int row = 0; row < rows; row++) {
            if (!alive[row].isActionAway()) {
                step(alive[row]);
            }
        }
        boolean isAnyAtWork = rows > 0;
        for (EvaluationLane lane : lanes) {
            isAnyAtWork |= lane.isBeginning();
            if (lane.isAnswered()) {
                step(lane);
                isAnyAtWork = true;
            }
        }
        isWaiting = !isAnyAtWork;
        if (isAnyAtWork && !isRunning()) {
            endNs = clock.nanoTime();
        }
        return !isRunning();
    }

    /** Whether the last {@link #advance} found nothing to do, because every episode waits for what is driven elsewhere. */
    public boolean isWaiting() {
        return isWaiting;
    }

    private boolean canStep(EvaluationLane lane) {
        try {
            if (lane.needsEpisode() && begun < returns.length) {
                lane.take(begun, SplitMix64.seedOf(evaluationSeed, begun));
                begun++;
            }
            return lane.canStep();
        } catch (Exception e) {
            failed(lane, e);
            return false;
        }
    }

    private void step(EvaluationLane lane) {
        try {
            boolean isEnd = lane.step();
            if (isEnd) {
                returns[lane.episode()] = (float) lane.episodeReturn();
                lengths[lane.episode()] = lane.episodeLength();
                firstQ[lane.episode()] = (float) spec.valueScale().expand(lane.firstQ());
                discountedReturns[lane.episode()] = (float) lane.discountedReturn();
                terminated += lane.isTerminated() ? 1 : 0;
                lane.abandon();
                finished++;
                failuresSinceEpisode = 0;
            }
        } catch (Exception e) {
            failed(lane, e);
        }
    }

    private void failed(EvaluationLane lane, Exception cause) {
        failuresSinceEpisode++;
        LOG.warn("An environment of the evaluator failed ({} since an episode ended); its episode begins again: {}",
            failuresSinceEpisode, Environments.reason(cause));
        decisions.restart(lane.episode());
        lane.remake();
        if (failuresSinceEpisode >= spec.maxFailures()) {
            throw new TroupeException(ErrorCode.ENVIRONMENT, "the environments of the evaluator failed "
                + failuresSinceEpisode + " times without one episode that ended (actors.max-environment-failures), "
                + "the last time with: " + Environments.reason(cause), cause);
        }
    }

    /** Of the evaluation that is done. */
    public EvaluationOutcome outcome() {
        if (isRunning()) {
            throw new IllegalStateException("the evaluation has " + (returns.length - finished) + " episodes to go");
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double length = 0;
        List<Float> all = new ArrayList<>(returns.length);
        for (int i = 0; i < returns.length; i++) {
            sum += returns[i];
            min = Math.min(min, returns[i]);
            max = Math.max(max, returns[i]);
            length += lengths[i];
            all.add(returns[i]);
        }
        return new EvaluationOutcome(returns.length, sum / returns.length, min, max, length / returns.length,
            (double) terminated / returns.length, mean(firstQ), mean(discountedReturns),
            (endNs - startNs) / 1e9, all, decisions.record());
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * Plays a whole evaluation with the weights that the network has.
     *
     * @param progress hears how many episodes have ended, whenever there are more
     */
    public EvaluationOutcome run(long number, IntConsumer progress) {
        begin(number);
        boolean isDone = false;
        while (!isDone) {
            int before = finished;
            isDone = advance();
            if (finished > before) {
                progress.accept(finished);
            }
            if (isWaiting) {
                LockSupport.parkNanos(WAIT_NS);
            }
        }
        return outcome();
    }

    @Override
    public void close() {
        for (EvaluationLane lane : lanes) {
            lane.close();
        }
    }
}
