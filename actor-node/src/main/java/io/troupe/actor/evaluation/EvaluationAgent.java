package io.troupe.actor.evaluation;

import io.troupe.actor.acting.WeightsSource;
import io.troupe.common.network.QFunction;
import io.troupe.common.weights.WeightsSnapshot;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Evaluates the newest weights again and again, in slices of about 2 ms, so that it can share a thread. An evaluation
 * begins when {@code intervalNs} have passed since the last one began and there are newer weights than its. One thread
 * drives it; the methods below {@link #setPaused} may be called by any.
 */
public final class EvaluationAgent implements Agent {
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Weights that are to be evaluated: these or newer ones, whether they were evaluated before or not. */
    private record Request(long learnerIncarnation, long version) {
        boolean isMetBy(WeightsSnapshot weights) {
            return weights != null && (weights.learnerIncarnation() > learnerIncarnation
                || weights.learnerIncarnation() == learnerIncarnation && weights.version() >= version);
        }
    }

    private final EvaluationSpec spec;
    private final long intervalNs;
    private final Supplier<? extends QFunction> qFunctions;
    private final WeightsSource weightsSource;
    private final EvaluationSink sink;
    private final NanoClock clock;

    private QFunction qFunction;
    private GreedyEvaluator evaluator;
    private WeightsSnapshot evaluated;
    private boolean isRequested;
    private long begunNs;
    private long number;

    private volatile boolean isActive = true;
    private volatile boolean isPaused;
    private volatile Request request;

    /**
     * @param intervalNs from the start of one evaluation to the next
     * @param qFunctions called once, by the thread that drives the agent; the agent closes what it gives
     */
    public EvaluationAgent(EvaluationSpec spec, long intervalNs, Supplier<? extends QFunction> qFunctions,
                           WeightsSource weightsSource, EvaluationSink sink, NanoClock clock) {
        this.spec = spec;
        this.intervalNs = intervalNs;
        this.qFunctions = qFunctions;
        this.weightsSource = weightsSource;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public String roleName() {
        return "evaluator";
    }

    @Override
    public void onStart() {
        qFunction = qFunctions.get();
        evaluator = new GreedyEvaluator(spec, qFunction, clock);
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        WeightsSnapshot latest = weightsSource.latest();
        Request wanted = request;
        if (wanted != null && wanted.isMetBy(latest)) {
            if (request == wanted) {
                request = null;
            }
            // What is under way may go on where it is of just these weights.
            if (!evaluator.isRunning() || evaluated != latest) {
                begin(latest, nowNs);
            }
            isRequested = true;
        } else if (isActive && !isPaused && !evaluator.isRunning() && latest != null && latest.isNewerThan(evaluated)
            && (evaluated == null || nowNs - begunNs >= intervalNs)) {
            begin(latest, nowNs);
        }
        return evaluator.isRunning() && (isRequested || !isPaused) ? advance(nowNs) : 0;
    }

    private void begin(WeightsSnapshot weights, long nowNs) {
        qFunction.load(weights.data());
        evaluated = weights;
        begunNs = nowNs;
        evaluator.begin(++number);
    }

    private int advance(long sliceStartNs) {
        int steps = 0;
        do {
            boolean isDone = evaluator.advance();
            if (evaluator.isWaiting()) {
                break;
            }
            steps++;
            if (isDone) {
                isRequested = false;
                sink.onEvaluation(evaluated, evaluator.outcome());
                break;
            }
        } while (clock.nanoTime() - sliceStartNs < SLICE_NS);
        return steps;
    }

    @Override
    public void onClose() {
        if (evaluator != null) {
            evaluator.close();
        }
        if (qFunction != null) {
            qFunction.close();
        }
    }

    /** Of all processes that could evaluate, only the one that was asked to does so by itself. */
    public void setActive(boolean value) {
        isActive = value;
    }

    /** While paused nothing is evaluated, except what is asked for. */
    public void setPaused(boolean value) {
        isPaused = value;
    }

    /**
     * Has the newest weights evaluated without waiting, even if they were evaluated before; an evaluation of older ones
     * that is under way is given up.
     */
    public void evaluateNow() {
        evaluateAtLeast(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /** As {@link #evaluateNow}, but waits for these weights or newer ones: for a run's last evaluation. */
    public void evaluateAtLeast(long learnerIncarnation, long version) {
        request = new Request(learnerIncarnation, version);
    }
}
