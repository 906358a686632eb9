package io.troupe.learner.run;

import io.troupe.learner.cluster.CoordinatorHandle;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.status.RunSnapshot;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does for the {@link RunSupervisor} what it decides: by the coordinator, and on the learner's thread. */
public final class RunHands implements Hands {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunHands.class);
    private static final long ANSWER_TIMEOUT_S = 30;

    private final Supplier<LearnerAgent> agent;
    private final Supplier<SampledReplay> replay;
    private final CoordinatorHandle coordinator;
    private final Checkpointer checkpointer;
    private final RecentWeights weights;
    private final long learnerIncarnation;

    /**
     * @param agent  null before the learner has been welcomed
     * @param replay likewise
     */
    public RunHands(Supplier<LearnerAgent> agent, Supplier<SampledReplay> replay, CoordinatorHandle coordinator,
                    Checkpointer checkpointer, RecentWeights weights, long learnerIncarnation) {
        this.agent = agent;
        this.replay = replay;
        this.coordinator = coordinator;
        this.checkpointer = checkpointer;
        this.weights = weights;
        this.learnerIncarnation = learnerIncarnation;
    }

    @Override
    public void drain(String reason) {
        coordinator.drain(reason);
        onLearner(present -> {
            present.setPaused(true);
            replay.get().drain();
            return null;
        });
    }

    @Override
    public long publishNow() {
        Long version = onLearner(LearnerAgent::publishNow);
        return version == null ? 0 : version;
    }

    @Override
    public void evaluate(long version) {
        coordinator.evaluate(learnerIncarnation, version);
    }

    @Override
    public void keepBest(RunSnapshot.Evaluation evaluation) {
        weights.version(evaluation.weightsVersion()).ifPresent(best -> checkpointer.saveBest(best, evaluation));
    }

    @Override
    public void checkpoint(RunSnapshot snapshot, boolean isFinal) {
        Optional<LearnerState> room = checkpointer.room(isFinal);
        if (room.isEmpty()) {
            LOGGER.warn("the last checkpoint is still being written, so this one is left out");
            return;
        }
        Checkpointer.Content content = askLearner(present -> present.learner().learnerStep() == 0
            ? CompletableFuture.completedFuture(null)
            : present.copyState(room.get()).thenApply(state -> new Checkpointer.Content(state, replay.get().state())));
        if (content == null) {
            checkpointer.giveBack(room.get());
        } else {
            checkpointer.save(content, snapshot, isFinal);
        }
    }

    @Override
    public String lastCheckpoint() {
        return checkpointer.last();
    }

    @Override
    public void closeNodes(String reason) {
        coordinator.close(reason);
    }

    /** Asks the learner's thread, and waits for its answer; null where it does not answer, or is not there yet. */
    private <T> T onLearner(Function<LearnerAgent, T> question) {
        return askLearner(present -> CompletableFuture.completedFuture(question.apply(present)));
    }

    /** The same, where the learner's thread takes several turns to answer. */
    private <T> T askLearner(Function<LearnerAgent, CompletableFuture<T>> question) {
        LearnerAgent present = agent.get();
        if (present == null) {
            return null;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        present.commands().submit(() -> {
            try {
                question.apply(present).whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(
                            failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOGGER.warn("the learner's thread does not answer within {} s", ANSWER_TIMEOUT_S);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
