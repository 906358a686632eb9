package io.troupe.policy.serving;

import io.troupe.policy.Policy;
import io.troupe.policy.PolicyAnswer;
import io.troupe.policy.PolicyBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates requests that arrive together in one forward pass, on a thread of its own. A request's rows stay together,
 * so they are of one version of the weights; a session's rows follow each other in the order in which they came. A
 * request whose time is over before its turn is not evaluated, and its sessions do not see it.
 */
public final class MicroBatcher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MicroBatcher.class);

    private final Policy policy;
    private final ServingSettings settings;
    private final BatchStatistics statistics;
    private final BlockingQueue<Job> queue;
    private final PolicyBatch batch;
    private final List<Job> jobs = new ArrayList<>();
    private final Thread thread;
    private Job heldOver;
    private volatile boolean isClosed;

    private record Job(List<ActRow> rows, CompletableFuture<Optional<List<PolicyAnswer>>> answer) {
    }

    /** @param policy has room for {@code maxBatch} rows; stays open */
    public MicroBatcher(Policy policy, ServingSettings settings, BatchStatistics statistics) {
        this.policy = policy;
        this.settings = settings;
        this.statistics = statistics;
        queue = new ArrayBlockingQueue<>(settings.maxQueued());
        batch = policy.batch();
        thread = new Thread(this::work, "policy-batches");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param rows 1 … maxBatch, each session once
     * @return an answer for each row; empty where there is none in time; IllegalArgumentException where a row cannot be
     */
    public CompletableFuture<Optional<List<PolicyAnswer>>> submit(List<ActRow> rows) {
        if (rows.isEmpty() || rows.size() > settings.maxBatch()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("got " + rows.size()
                + " observations, expected 1 … " + settings.maxBatch()));
        }
        Job job = new Job(List.copyOf(rows), new CompletableFuture<>());
        if (isClosed || !queue.offer(job)) {
            job.answer.complete(Optional.empty());
        } else {
            job.answer.completeOnTimeout(Optional.empty(), settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
        }
        return job.answer.thenApply(answers -> {
            if (answers.isEmpty()) {
                statistics.onFallback();
            }
            return answers;
        });
    }

    private void work() {
        while (!isClosed) {
            try {
                collect();
                evaluate();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                jobs.forEach(job -> job.answer.completeExceptionally(e));
            } catch (Error e) {
                LOGGER.error("forward passes have ended: all that is asked from now on is answered by the fallback", e);
                isClosed = true;
                jobs.forEach(job -> job.answer.completeExceptionally(e));
            } finally {
                batch.clear();
                jobs.clear();
            }
        }
        for (Job job = next(); job != null; job = next()) {
            job.answer.complete(Optional.empty());
        }
    }

    /** Whether what is asked is evaluated: not after {@link #close}, and not after an Error of a forward pass. */
    public boolean isRunning() {
        return !isClosed;
    }

    private Job next() {
        Job job = heldOver == null ? queue.poll() : heldOver;
        heldOver = null;
        return job;
    }

    private void collect() throws InterruptedException {
        Job first = next();
        add(first == null ? queue.take() : first);
        long end = System.nanoTime() + settings.maxWait().toNanos();
        while (heldOver == null && batch.rows() < settings.maxBatch()) {
            Job job = queue.poll();
            job = job == null ? queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS) : job;
            if (job == null) {
                return;
            }
            add(job);
        }
    }

    /** Leaves a job for the next batch where this one has no room for it, or has one of its sessions already. */
    private void add(Job job) {
        if (job.answer.isDone()) {
            return;
        }
        if (batch.rows() + job.rows.size() > settings.maxBatch() || sharesSession(job)) {
            heldOver = job;
            return;
        }
        int before = batch.rows();
        try {
            for (ActRow row : job.rows) {
                batch.add(row.session(), row.observation(), row.mask(), row.epsilon());
            }
            jobs.add(job);
        } catch (IllegalArgumentException e) {
            batch.truncate(before);
            job.answer.completeExceptionally(e);
        }
    }

    private boolean sharesSession(Job job) {
        for (ActRow row : job.rows) {
            for (Job other : jobs) {
                for (ActRow taken : other.rows) {
                    if (row.session() != null && row.session() == taken.session()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void evaluate() {
        if (jobs.isEmpty()) {
            return;
        }
        for (Job job : jobs) {
            for (ActRow row : job.rows) {
                if (row.isEpisodeStart() && row.session() != null) {
                    row.session().reset();
                }
            }
        }
        long begin = System.nanoTime();
        policy.act(batch);
        statistics.onBatch(batch.rows(), System.nanoTime() - begin);
        int row = 0;
        for (Job job : jobs) {
            List<PolicyAnswer> answers = new ArrayList<>(job.rows.size());
            for (int i = 0; i < job.rows.size(); i++) {
                answers.add(batch.answer(row++));
            }
            job.answer.complete(Optional.of(answers));
        }
    }

    /** What is waiting is answered by the fallback. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
