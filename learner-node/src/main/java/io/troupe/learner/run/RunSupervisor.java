package io.troupe.learner.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.status.LedgerFile;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import io.troupe.learner.tensorboard.WeightHistograms;
import io.troupe.proto.NodeRole;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a run from its first step to its summary: writes its records, decides when it ends, and ends it in order:
 * the actors drain, the last weights are evaluated, a checkpoint is written, the books are closed. One thread, the
 * process's main one, runs it.
 */
public final class RunSupervisor {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunSupervisor.class);
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REPLAY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long STORE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long EVALUATION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long HURRIED_EVALUATION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long ASK_AGAIN_NS = TimeUnit.SECONDS.toNanos(2);

    private final TroupeSettings settings;
    private final RunFolder folder;
    private final RunMonitor monitor;
    private final NodeLifecycle lifecycle;
    private final Hands hands;
    private final WeightHistograms weights;
    private final Consumer<RunSnapshot> console;
    private final Resumption earlier;
    private final long startNs = System.nanoTime();
    private final AtomicBoolean isCheckpointRequested = new AtomicBoolean();
    private final AtomicBoolean isEvaluationRequested = new AtomicBoolean();
    private final RunEvents events;
    private volatile String stopReason;
    private volatile RunSnapshot latest;
    private RunRecorder recorder;
    private long keptEvaluation;
    private double bestReturn;
    /** Until then a resumed run would show a replay that is empty, or half there. */
    private boolean isReplayBack;

    /**
     * @param weights how those of the network are spread
     * @param earlier what the run's earlier starts came to
     * @param events  is told what a person wants to know of
     */
    public RunSupervisor(TroupeSettings settings, RunFolder folder, RunMonitor monitor, NodeLifecycle lifecycle,
                         Hands hands, WeightHistograms weights, Consumer<RunSnapshot> console, Resumption earlier,
                         RunEvents events) {
        this.events = events;
        this.settings = settings;
        this.folder = folder;
        this.monitor = monitor;
        this.lifecycle = lifecycle;
        this.hands = hands;
        this.weights = weights;
        this.console = console;
        this.earlier = earlier;
        isReplayBack = earlier.isFirstStart();
        bestReturn = earlier.keptReturn().orElse(Double.NEGATIVE_INFINITY);
        latest = monitor.snapshot(0);
    }

    /** The last numbers. Any thread. */
    public RunSnapshot latest() {
        return latest;
    }

    /** Any thread: the run ends soon, for this reason. The first reason counts. */
    public void requestStop(String reason) {
        if (stopReason == null) {
            stopReason = reason;
        }
    }

    /** Any thread: a checkpoint is written soon. */
    public void requestCheckpoint() {
        isCheckpointRequested.set(true);
    }

    /** Any thread: the weights as they are soon are evaluated. */
    public void requestEvaluation() {
        isEvaluationRequested.set(true);
    }

    /** Runs until the run has ended; throws what ended it where that was an error. */
    public RunSummary run() {
        try (RunRecorder made = new RunRecorder(settings, folder, monitor, weights, System.nanoTime())) {
            recorder = made;
            return watchAndClose();
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    private RunSummary watchAndClose() {
        String reason = watch();
        LOGGER.info("the run ends: {}", reason);
        events.add(RunEvent.Kind.STOPPING, "the run ends: " + reason);
        // The one that reached the goal; another one may still be under way.
        RunSnapshot.Evaluation goal = reason.equals(RunSummary.GOAL_REACHED) ? latest.evaluation() : null;
        double wallS = monitor.timeS();
        StepLedger.Balance balance = close(reason);
        observe();
        recorder.write(latest);
        RunSummary summary = summary(reason, wallS, goal, balance);
        LedgerFile.write(folder.ledger(), monitor.ledger().books());
        summary.write(folder.summary());
        hands.closeNodes(reason);
        return summary;
    }

    /** The books are closed as far as they go, and the others are sent home, before the error goes on its way. */
    private RuntimeException broken(RuntimeException error) {
        String reason = String.valueOf(error.getMessage());
        events.add(RunEvent.Kind.PROBLEM, reason);
        try {
            hands.closeNodes(reason);
            LedgerFile.write(folder.ledger(), monitor.ledger().books());
            summary(reason, monitor.timeS(), null, monitor.ledger().balance()).write(folder.summary());
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
        if (error instanceof TroupeException known && known.code() == ErrorCode.TRAINING_DIVERGED) {
            return new TroupeException(known.code(), known.getMessage() + ". The last good checkpoint: "
                + hands.lastCheckpoint(), known);
        }
        return error;
    }

    private String watch() {
        long checkpointNs = System.nanoTime();
        while (true) {
            lifecycle.await(TimeUnit.NANOSECONDS.toMillis(CYCLE_NS));
            long nowNs = System.nanoTime();
            observe();
            record(nowNs);
            if (isEvaluationRequested.getAndSet(false)) {
                hands.evaluate(hands.publishNow());
            }
            if (isCheckpointRequested.getAndSet(false)
                || nowNs - checkpointNs >= TimeUnit.SECONDS.toNanos(settings.run().checkpointIntervalS())) {
                checkpointNs = nowNs;
                hands.checkpoint(latest, false);
            }
            String reason = reasonToEnd();
            if (reason != null) {
                return reason;
            }
        }
    }

    private void record(long nowNs) {
        if (isReplayBack) {
            recorder.record(latest, nowNs);
        }
    }

    private void observe() {
        // Asked first: what is told of a replay that is back is to show all of it.
        boolean isWhole = isReplayBack || monitor.isReplayBack();
        latest = monitor.snapshot((System.nanoTime() - startNs) / 1e9);
        if (!isReplayBack) {
            noticeReplay(isWhole);
        }
        if (isReplayBack) {
            console.accept(latest);
        }
        recorder.recordAttention();
        RunSnapshot.Evaluation evaluation = latest.evaluation();
        if (evaluation != null && evaluation.sequence() > keptEvaluation) {
            keptEvaluation = evaluation.sequence();
            LOGGER.info("greedy evaluation of weights {}: mean return {} over {} episodes", evaluation.weightsVersion(),
                evaluation.meanReturn(), evaluation.episodes());
            events.add(RunEvent.Kind.EVALUATION, String.format(Locale.ROOT, "evaluated weights %d: mean return %.4g"
                + " over %d episodes", evaluation.weightsVersion(), evaluation.meanReturn(), evaluation.episodes()));
            if (evaluation.meanReturn() > bestReturn) {
                bestReturn = evaluation.meanReturn();
                events.add(RunEvent.Kind.BEST, String.format(Locale.ROOT, "best greedy return so far: %.4g over %d"
                    + " episodes, weights %d", bestReturn, evaluation.episodes(), evaluation.weightsVersion()));
                hands.keepBest(evaluation);
            }
        }
    }

    /** Of a run that goes on: its replay is back, or is not waited for any longer. */
    private void noticeReplay(boolean isWhole) {
        if (isWhole) {
            LOGGER.info("resumed from {} (learner step {}, {} env steps, {} steps in the replay)",
                earlier.checkpointName(), earlier.learnerStep(), latest.envSteps(), latest.replaySize());
        } else if (System.nanoTime() - startNs > REPLAY_TIMEOUT_NS) {
            LOGGER.warn("resumed from {}, but not all of {} shards have come back yet: {} steps in the replay",
                earlier.checkpointName(), settings.replay().shards(), latest.replaySize());
        } else {
            return;
        }
        isReplayBack = true;
    }

    private String reasonToEnd() {
        if (stopReason != null) {
            return stopReason;
        }
        OptionalDouble goal = settings.run().untilReturn();
        RunSnapshot.Evaluation evaluation = latest.evaluation();
        if (goal.isPresent() && evaluation != null && evaluation.meanReturn() >= goal.getAsDouble()
            && evaluation.episodes() >= settings.evaluation().episodes()) {
            return RunSummary.GOAL_REACHED;
        }
        return latest.envSteps() >= settings.run().maxEnvSteps() ? RunSummary.STEPS_DONE : null;
    }

    private StepLedger.Balance close(String reason) {
        hands.drain(reason);
        if (!await(monitor::areActorsDrained, DRAIN_TIMEOUT_NS)) {
            LOGGER.warn("not every actor has delivered what it had within 20 s; the rest counts as lost");
        }
        if (!await(monitor::isEverythingStored, STORE_TIMEOUT_NS)) {
            LOGGER.warn("steps were produced that no shard has: {}", monitor.ledger().balance());
        }
        // The learner hears from the shards another way: what it counts goes into the checkpoint and the summary.
        if (!await(monitor::doesLearnerKnowAll, STORE_TIMEOUT_NS)) {
            LOGGER.warn("the learner knows of {} stored steps, the shards tell of {}", latest.envSteps(),
                monitor.ledger().balance().stored());
        }
        if (!reason.equals(RunSummary.GOAL_REACHED) && latest.learnerSteps() > 0) {
            evaluateLast(reason.equals(RunSummary.INTERRUPTED) ? HURRIED_EVALUATION_TIMEOUT_NS : EVALUATION_TIMEOUT_NS);
        }
        hands.checkpoint(latest, true);
        return monitor.ledger().balance();
    }

    private void evaluateLast(long timeoutNs) {
        long version = hands.publishNow();
        long deadlineNs = System.nanoTime() + timeoutNs;
        // Where the last actor has gone, as it does when the supervising process dies, nobody is left to evaluate.
        while (System.nanoTime() < deadlineNs && monitor.count(NodeRole.ACTOR) > 0) {
            hands.evaluate(version);
            long askAgainNs = Math.min(deadlineNs, System.nanoTime() + ASK_AGAIN_NS) - System.nanoTime();
            await(() -> isEvaluated(version) || monitor.count(NodeRole.ACTOR) == 0, askAgainNs);
            if (isEvaluated(version)) {
                return;
            }
        }
        LOGGER.warn("the last weights could not be evaluated: no actor has done it within {} s",
            TimeUnit.NANOSECONDS.toSeconds(timeoutNs));
    }

    private boolean isEvaluated(long version) {
        return latest.evaluation() != null && latest.evaluation().weightsVersion() >= version;
    }

    /** Waits for the condition, with the console and the records kept alive. */
    private boolean await(BooleanSupplier condition, long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (!condition.getAsBoolean()) {
            observe();
            record(System.nanoTime());
            if (lifecycle.isOver() || System.nanoTime() > deadlineNs) {
                return false;
            }
            LockSupport.parkNanos(CYCLE_NS / 5);
        }
        return true;
    }

    /** @param goal the evaluation that ended the run, or null */
    private RunSummary summary(String reason, double wallS, RunSnapshot.Evaluation goal, StepLedger.Balance balance) {
        RunSnapshot.Evaluation last = goal == null ? latest.evaluation() : goal;
        RunSummary.Evaluations evaluations = last == null ? RunSummary.Evaluations.NONE
            : new RunSummary.Evaluations(latest.bestEvalReturn(), OptionalDouble.of(last.meanReturn()), last.episodes());
        return new RunSummary(latest.envSteps(), latest.learnerSteps(), wallS,
            goal == null ? OptionalDouble.empty() : OptionalDouble.of(goal.timeS()), evaluations,
            new RunSummary.Ledger(balance.produced(), balance.stored(), balance.missing(), balance.evicted(),
                balance.destroyed(), balance.retired()), reason);
    }
}
