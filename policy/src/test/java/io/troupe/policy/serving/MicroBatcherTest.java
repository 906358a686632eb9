package io.troupe.policy.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.policy.Policies;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyAnswer;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.PolicySession;
import io.troupe.policy.serving.ServingSettings.Fallback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Its own thread is held up by the policy's lock, which a forward pass takes. */
@Timeout(60)
final class MicroBatcherTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final float TOLERANCE = 1e-5f;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConcurrentLinkedQueue<Integer> batches = new ConcurrentLinkedQueue<>();
    private volatile Error broken;
    private Policy policy;
    private MicroBatcher batcher;

    private final BatchStatistics statistics = new BatchStatistics() {
        @Override
        public void onBatch(int rows, long nanos) {
            if (broken != null) {
                throw broken;
            }
            batches.add(rows);
        }

        @Override
        public void onFallback() {
        }
    };

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void shouldEvaluateTogetherWhatCameTogetherAndAnswerEachItsOwn() throws Exception {
        serve("mlp", 4, 16, LONG);
        List<CompletableFuture<Optional<List<PolicyAnswer>>>> answers = new ArrayList<>();
        synchronized (policy) {
            for (int i = 0; i < 7; i++) {
                answers.add(batcher.submit(List.of(row(null, i))));
            }
        }
        for (int i = 0; i < 7; i++) {
            assertArrayEquals(policy.act(Policies.observation(Policies.PLAIN, i)).qValues(),
                answers.get(i).get().orElseThrow().get(0).qValues(), TOLERANCE);
        }
        assertEquals(7, batches.stream().mapToInt(Integer::intValue).sum());
        assertTrue(batches.size() < 7, "batches of " + batches);
        assertTrue(batches.stream().allMatch(rows -> rows <= 4), "batches of " + batches);
    }

    @Test
    void shouldKeepTheRowsOfARequestTogether() throws Exception {
        serve("mlp", 4, 16, LONG);
        CompletableFuture<Optional<List<PolicyAnswer>>> three;
        synchronized (policy) {
            batcher.submit(List.of(row(null, 0)));
            batcher.submit(List.of(row(null, 1), row(null, 2)));
            three = batcher.submit(List.of(row(null, 3), row(null, 4), row(null, 5)));
        }
        assertEquals(3, three.get().orElseThrow().size());
        assertTrue(batches.contains(3), "batches of " + batches);
    }

    @Test
    void shouldGiveASessionItsObservationsOneAfterTheOther() throws Exception {
        serve("lstm", 4, 16, LONG);
        PolicySession session = policy.session();
        PolicySession alone = policy.session();
        List<CompletableFuture<Optional<List<PolicyAnswer>>>> answers = new ArrayList<>();
        synchronized (policy) {
            for (int i = 0; i < 3; i++) {
                answers.add(batcher.submit(List.of(row(session, i))));
            }
        }
        for (int i = 0; i < 3; i++) {
            float[] expected = alone.act(Policies.observation(Policies.PLAIN, i)).qValues();
            assertArrayEquals(expected, answers.get(i).get().orElseThrow().get(0).qValues(), TOLERANCE);
        }
    }

    @Test
    void shouldAnswerNothingWhereThereIsNoTime() throws Exception {
        serve("lstm", 4, 16, Duration.ofMillis(1));
        PolicySession session = policy.session();
        synchronized (policy) {
            assertEquals(Optional.empty(), batcher.submit(List.of(row(session, 1))).get());
        }
    }

    @Test
    void shouldAnswerNothingAtOnceWhereTooManyWait() throws Exception {
        serve("mlp", 1, 2, LONG);
        synchronized (policy) {
            batcher.submit(List.of(row(null, 0)));
            // Two wait, and its thread has taken at most two more.
            CompletableFuture<Optional<List<PolicyAnswer>>> last = batcher.submit(List.of(row(null, 1)));
            for (int i = 0; i < 3; i++) {
                last = batcher.submit(List.of(row(null, 1)));
            }
            assertTrue(last.isDone());
            assertEquals(Optional.empty(), last.get());
        }
    }

    @Test
    void shouldRefuseARowThatCannotBeAndAnswerTheOthers() throws Exception {
        serve("mlp", 4, 16, LONG);
        CompletableFuture<Optional<List<PolicyAnswer>>> bad =
            batcher.submit(List.of(new ActRow(null, false, new float[] {1}, null, 0)));
        assertInstanceOf(IllegalArgumentException.class,
            assertThrows(ExecutionException.class, bad::get).getCause());
        assertTrue(batcher.submit(List.of(row(null, 1))).get().isPresent());
    }

    @Test
    void shouldTellThatItHasEndedAfterAnError() throws Exception {
        serve("mlp", 4, 16, LONG);
        assertTrue(batcher.isRunning());
        broken = new LinkageError("the engine is gone");
        assertThrows(ExecutionException.class, () -> batcher.submit(List.of(row(null, 1))).get());
        assertEquals(Optional.empty(), batcher.submit(List.of(row(null, 1))).get(), "by the fallback from now on");
        assertFalse(batcher.isRunning());
    }

    @Test
    void shouldAnswerWhatWaitsByTheFallbackWhenItCloses() throws Exception {
        serve("mlp", 1, 16, LONG);
        batcher.submit(List.of(row(null, 0))).get();
        batcher.close();
        assertEquals(Optional.empty(), batcher.submit(List.of(row(null, 1))).get());
        assertFalse(batcher.isRunning());
    }

    private static ActRow row(PolicySession session, long seed) {
        return new ActRow(session, false, Policies.observation(Policies.PLAIN, seed), null, 0);
    }

    private void serve(String network, int maxBatch, int maxQueued, Duration deadline) {
        policy = Policy.of(Policies.of(network, Policies.PLAIN, 1), new PolicyOptions(8, 1, 1));
        open.add(policy);
        batcher = new MicroBatcher(policy, new ServingSettings(maxBatch, Duration.ofMillis(1), maxQueued, deadline, 2,
            Duration.ofMinutes(5), Fallback.ERROR, 0), statistics);
        open.add(batcher);
    }
}
