package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.launcher.run.MetricsTail;
import io.troupe.launcher.run.Runs;
import io.troupe.launcher.run.ToolProcess;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run on its way: it is trained, or goes on being so, within its time; then what it kept as its best is evaluated
 * with other episodes, and, where a suite measures it, what that looks at is studied. Each is a process of its own. Used by
 * one thread, but for {@link #kill}.
 */
final class RunInProgress {
    enum Phase { TRAINING, EVALUATING, STUDYING, DONE, INTERRUPTED, FAILED }

    /** From the start of the process to its first environment step, at most; and for its last evaluation. */
    private static final double GRACE_S = 180;
    private static final double NS = TimeUnit.SECONDS.toNanos(1);

    private final PlannedRun plan;
    private final Runs runs;
    private final RunRecord begun;
    private final boolean isResumed;
    private final MetricsTail metrics;
    private final long startNs;
    private volatile ToolProcess process;
    private Phase phase = Phase.TRAINING;
    private RunSnapshot snapshot;
    private ObjectNode evaluation;
    private long stoppedNs;
    private boolean isStopped;
    private boolean isInterrupted;
    private String failure;

    /** @param begun what is known beforehand of how the run is made */
    RunInProgress(PlannedRun plan, EffectiveConfiguration configuration, Runs runs, RunRecord begun, long nowNs) {
        this.plan = plan;
        this.runs = runs;
        this.begun = begun;
        startNs = nowNs;
        isResumed = plan.isBegun();
        metrics = new MetricsTail(plan.folder().resolve("metrics.jsonl"), configuration.settings());
        if (plan.isTrained()) {
            evaluate();
        } else {
            start("", isResumed ? List.of("train", "--resume", plan.folder().toString()) : plan.trainArguments());
        }
    }

    PlannedRun plan() {
        return plan;
    }

    Phase phase() {
        return phase;
    }

    boolean isResumed() {
        return isResumed;
    }

    /** The newest numbers of its training; null before the first. */
    RunSnapshot snapshot() {
        return snapshot;
    }

    /** Why it failed. */
    String failure() {
        return failure;
    }

    /** Whether its training is over, and what came of it is looked at. */
    boolean isEvaluated() {
        return phase == Phase.EVALUATING || phase == Phase.STUDYING;
    }

    boolean isOver() {
        return phase.compareTo(Phase.STUDYING) > 0;
    }

    /** Looks after its process. To be called some times a second. */
    void advance(long nowNs) {
        if (phase == Phase.TRAINING) {
            RunSnapshot newest = metrics.next();
            snapshot = newest == null ? snapshot : newest;
            if (process.isAlive()) {
                keepTime(nowNs);
            } else {
                endTraining();
            }
        } else if (isEvaluated() && !process.isAlive()) {
            endEvaluation();
        }
    }

    /** The run goes on when it is asked for again. */
    void interrupt() {
        if (!isInterrupted && !isStopped && phase == Phase.TRAINING) {
            process.requestStop(RunSummary.INTERRUPTED);
        }
        isInterrupted = true;
    }

    /** At once. Any thread. */
    void kill() {
        process.kill();
    }

    private void keepTime(long nowNs) {
        double wallS = plan.budget().wallS();
        boolean isOverTime = snapshot != null && snapshot.timeS() >= wallS || (nowNs - startNs) / NS >= wallS + GRACE_S;
        if (isOverTime && !isStopped && !isInterrupted) {
            isStopped = true;
            stoppedNs = nowNs;
            process.requestStop(PlannedRun.TIME_OVER);
        } else if (isStopped && (nowNs - stoppedNs) / NS >= GRACE_S) {
            process.kill();
        }
    }

    private void endTraining() {
        process.close();
        if (plan.isTrained()) {
            evaluate();
        } else {
            endUnfinished();
        }
    }

    private void evaluate() {
        phase = Phase.EVALUATING;
        start("-evaluation", plan.suite().evaluation().arguments(plan.folder()));
    }

    private void endEvaluation() {
        process.close();
        ObjectNode told = process.exitStatus() == 0 ? lastJson(process.output()) : null;
        if (told == null) {
            endUnfinished();
        } else if (phase == Phase.STUDYING) {
            evaluation.set(RunRecord.ATTENTION, told);
            record();
        } else {
            evaluation = told;
            endOrStudy();
        }
    }

    private void endOrStudy() {
        if (plan.entry().isAttentionMeasured()) {
            phase = Phase.STUDYING;
            start("-attention", plan.suite().evaluation().studyArguments(plan.folder()));
        } else {
            record();
        }
    }

    private void record() {
        new RunRecord(begun.jobs(), begun.machine(), evaluation).write(plan.folder());
        phase = Phase.DONE;
    }

    private void endUnfinished() {
        phase = isInterrupted ? Phase.INTERRUPTED : Phase.FAILED;
        failure = process.exitStatus() == 0 ? "it ended without a result; see " + process.output()
            + ", or delete " + plan.folder() + " to have it run anew"
            : process.lastError().orElseGet(() -> "its process ended with status " + process.exitStatus()
                + "; its last words are in " + process.output());
    }

    private void start(String suffix, List<String> arguments) {
        process = runs.start(plan.name() + suffix, arguments, plan.folder().toAbsolutePath().getParent());
    }

    /** The last line that is an object: a library may have said something before it. */
    private static ObjectNode lastJson(Path output) {
        try (Stream<String> lines = Files.lines(output)) {
            String last = lines.filter(line -> line.startsWith("{")).reduce((before, line) -> line).orElse(null);
            return last == null ? null : (ObjectNode) new ObjectMapper().readTree(last);
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }
}
