package io.troupe.learner.run;

import io.troupe.common.agent.Commands;
import io.troupe.common.agent.TimeAccount;
import io.troupe.common.config.LearningSettings;
import io.troupe.learner.learning.BatchSource;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.LearnerMetrics;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.learning.PriorityFeedback;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.learning.StateCopy;
import io.troupe.learner.learning.WeightsSink;
import io.troupe.learner.sampling.SamplerCounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The learner's duty: takes batches as they come, improves the network, sends priorities back, and offers weights. One
 * thread drives it; others reach it through {@link #commands()}.
 */
public final class LearnerAgent implements Agent {
    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The agent's view of the replay: how much was stored, and how much of it was learned from. */
    public interface ReplayProgress {
        /** Environment steps that all shards have ever stored. */
        long storedSteps();

        /** Records that all shards hold. */
        long sizeSteps();

        /** Learned windows per stored step since learning began; 0 before. */
        double samplesPerInsert();

        /** What did not go the usual way; allocates. */
        SamplerCounts samplerCounts();

        /** Why there is no batch, where there is none. */
        TimeAccount.State waitsFor();
    }

    /**
     * The agent's ports.
     *
     * @param receive polls what the shards have sent, and sends what they are owed; returns work done
     */
    public record Ports(Receive receive, BatchSource batches, PriorityFeedback priorities, WeightsSink weights,
                        ReplayProgress progress) {
    }

    /** Polls once. */
    @FunctionalInterface
    public interface Receive {
        int poll();
    }

    private final Learner learner;
    private final LearningSettings settings;
    private final Ports ports;
    private final NanoClock clock;
    private final Consumer<LearnerStats> onStats;
    private final Commands commands = new Commands();
    private final LearnerAverages averages = new LearnerAverages();
    private final TimeAccount time = new TimeAccount();
    private boolean isPaused;
    private long publishedStep;
    private long publishedNs;
    private long reportedNs;
    private long cycleNs;
    private final long earlierNs;
    private final long earlierSteps;
    private long firstStepNs = -1;
    private StateCopy copy;
    private CompletableFuture<LearnerState> copied;

    /** @param earlierNs how long the run had trained before it was resumed; 0: this is its first start */
    public LearnerAgent(Learner learner, LearningSettings settings, Ports ports, NanoClock clock,
                        Consumer<LearnerStats> onStats, long earlierNs) {
        this.learner = learner;
        this.settings = settings;
        this.ports = ports;
        this.clock = clock;
        this.onStats = onStats;
        this.earlierNs = earlierNs;
        earlierSteps = ports.progress().storedSteps();
    }

    @Override
    public String roleName() {
        return "learner";
    }

    @Override
    public void onStart() {
        cycleNs = clock.nanoTime();
        publish(cycleNs);
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        long elapsedNs = nowNs - cycleNs;
        cycleNs = nowNs;
        time.begin(nowNs);
        int work = commands.drain() + ports.receive().poll();
        SampledBatch batch = isPaused || copy != null ? null : ports.batches().poll();
        if (copy != null) {
            copyPiece();
            work++;
        } else if (batch != null) {
            learn(batch);
            work++;
        }
        time.is(batch != null || copy != null ? TimeAccount.State.WORKING
            : isPaused ? TimeAccount.State.PAUSED : ports.progress().waitsFor());
        averages.onCycle(elapsedNs, batch == null && !isPaused && copy == null);
        noticeFirstStep(nowNs);
        if (isPublishDue(nowNs)) {
            publish(nowNs);
        }
        if (nowNs - reportedNs >= REPORT_INTERVAL_NS) {
            report(nowNs);
        }
        return work;
    }

    /** What other threads want done on this one. */
    public Commands commands() {
        return commands;
    }

    /** On the agent's thread: batches stay where they are until it goes on. */
    public void setPaused(boolean value) {
        isPaused = value;
    }

    /** On the agent's thread: offers the weights as they are now, if anything was learned since the last time. */
    public long publishNow() {
        if (learner.learnerStep() > publishedStep) {
            publish(clock.nanoTime());
        }
        report(clock.nanoTime());
        return learner.weightsVersion();
    }

    public Learner learner() {
        return learner;
    }

    /**
     * On the agent's thread: copies the learner's state, a piece in each turn, so that shards are heard and asked as
     * before. Learning alone waits until the copy is whole.
     */
    public CompletableFuture<LearnerState> copyState(LearnerState room) {
        copy = learner.copyInto(room);
        copied = new CompletableFuture<>();
        return copied;
    }

    private void copyPiece() {
        try {
            if (copy.doWork()) {
                LearnerState state = copy.state();
                copy = null;
                copied.complete(state);
            }
        } catch (RuntimeException e) {
            copy = null;
            copied.completeExceptionally(e);
        }
    }

    private void learn(SampledBatch batch) {
        LearnerMetrics metrics = learner.step(batch);
        ports.priorities().update(batch, metrics.priorities());
        ports.batches().release(batch);
        averages.onBatch(metrics);
    }

    private boolean isPublishDue(long nowNs) {
        return learner.learnerStep() - publishedStep >= settings.publishSteps()
            && nowNs - publishedNs >= TimeUnit.MILLISECONDS.toNanos(settings.publishIntervalMs());
    }

    private void publish(long nowNs) {
        ports.weights().publish(learner.takeSnapshot());
        publishedStep = learner.learnerStep();
        publishedNs = nowNs;
    }

    private void noticeFirstStep(long nowNs) {
        if (firstStepNs < 0 && ports.progress().storedSteps() > earlierSteps) {
            firstStepNs = nowNs;
        }
    }

    private void report(long nowNs) {
        reportedNs = nowNs;
        long trainingNs = earlierNs + (firstStepNs < 0 ? 0 : nowNs - firstStepNs);
        onStats.accept(averages.take(learner, ports.progress(), time.spent(), trainingNs));
    }
}
