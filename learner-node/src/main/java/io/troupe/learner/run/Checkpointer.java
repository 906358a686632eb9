package io.troupe.learner.run;

import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.sampling.SamplerState;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.CheckpointManifest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run's checkpoints on a thread of its own, so that nobody waits for the disk. A checkpoint that cannot be
 * written is told in the log and tried again at the next turn; the older ones stay.
 */
public final class Checkpointer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Checkpointer.class);
    private static final long CLOSE_TIMEOUT_S = 30;

    /** What the learner's thread gives for a checkpoint: two states of the same moment. */
    public record Content(LearnerState state, SamplerState sampler) {
    }

    private final CheckpointStore store;
    private final RunEvents events;
    private final String runId;
    private final long learnerIncarnation;
    /** Made once: to clear fresh arrays would take the learner's thread longer than to copy into them. */
    private final LearnerState room;
    private final AtomicBoolean isRoomFree = new AtomicBoolean(true);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "checkpoints");
        thread.setDaemon(true);
        return thread;
    });

    /** @param events is told what was written */
    public Checkpointer(RunFolder folder, RunContract contract, long learnerIncarnation, RunEvents events) {
        this.events = events;
        store = new CheckpointStore(folder.checkpoints(), contract.settings().run().checkpointsKept(),
            contract.network().parameters());
        runId = contract.runId();
        this.learnerIncarnation = learnerIncarnation;
        room = LearnerState.ofSize(contract.network().parameters().size());
    }

    /** Where the learner's thread copies the next checkpoint to; empty while the one before is being written. */
    public Optional<LearnerState> room(boolean isFinal) {
        if (isRoomFree.compareAndSet(true, false)) {
            return Optional.of(room);
        }
        return isFinal ? Optional.of(LearnerState.ofSize(room.online().length)) : Optional.empty();
    }

    /** Nothing was copied there, or it is written. */
    public void giveBack(LearnerState used) {
        if (used.online() == room.online()) {
            isRoomFree.set(true);
        }
    }

    /** @param isFinal throws where it cannot be written, and returns when it is */
    public void save(Content content, RunSnapshot snapshot, boolean isFinal) {
        CheckpointManifest description = description(snapshot).setLearnedRows(content.sampler().learnedRows())
            .setLimiter(SamplerCheckpoint.write(content.sampler()))
            .setRandomState(content.sampler().randomState()).build();
        Runnable task = () -> {
            try {
                Path saved = store.save(description, content.state());
                events.add(RunEvent.Kind.CHECKPOINT, saved.getFileName() + " written (learner step "
                    + content.state().learnerStep() + ")");
            } finally {
                giveBack(content.state());
            }
        };
        if (isFinal) {
            // Not the writer's last task: an evaluation that was under way may still bring better weights.
            await(writer.submit(task));
        } else {
            submit(task);
        }
    }

    /** Keeps these weights where no better ones are kept. */
    public void saveBest(WeightsSnapshot weights, RunSnapshot.Evaluation evaluation) {
        CheckpointManifest description = CheckpointManifest.newBuilder().setRunId(runId)
            .setEvalReturnMean(evaluation.meanReturn()).setHasEvaluation(true).setWallS(evaluation.timeS()).build();
        submit(() -> store.saveIfBest(description, weights));
    }

    /** The newest whole checkpoint's folder, or that there is none. */
    public String last() {
        return store.latest().map(checkpoint -> checkpoint.folder().toString()).orElse("there is none yet");
    }

    @Override
    public void close() {
        finish();
    }

    private void submit(Runnable task) {
        writer.execute(() -> {
            try {
                task.run();
            } catch (TroupeException e) {
                LOGGER.error("{}", e.getMessage());
                events.add(RunEvent.Kind.PROBLEM, e.getMessage());
            }
        });
    }

    private static void await(Future<?> task) {
        try {
            task.get(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOGGER.warn("a checkpoint was still being written after {} s", CLOSE_TIMEOUT_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void finish() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                LOGGER.warn("a checkpoint was still being written after {} s", CLOSE_TIMEOUT_S);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CheckpointManifest.Builder description(RunSnapshot snapshot) {
        CheckpointManifest.Builder description = CheckpointManifest.newBuilder().setRunId(runId)
            .setLearnerIncarnation(learnerIncarnation).setEnvSteps(snapshot.envSteps()).setWallS(snapshot.timeS());
        if (snapshot.evaluation() != null) {
            description.setHasEvaluation(true).setEvalReturnMean(snapshot.evaluation().meanReturn());
        }
        return description;
    }
}
