package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.agent.TimeAccount;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.learning.BatchSource;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.LearnerState;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.sampling.SamplerCounts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

class LearnerAgentTest {
    private static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<WeightsSnapshot> published = new ArrayList<>();
    private int polls;
    private int asked;
    private long storedSteps = 5_000;

    /** There never is a batch; who asks is counted. */
    private final BatchSource noBatches = new BatchSource() {
        @Override
        public SampledBatch poll() {
            asked++;
            return null;
        }

        @Override
        public void release(SampledBatch batch) {
            throw new AssertionError("nothing was taken");
        }
    };

    private final LearnerAgent.ReplayProgress progress = new LearnerAgent.ReplayProgress() {
        @Override
        public TimeAccount.State waitsFor() {
            return TimeAccount.State.WAITING_FOR_SAMPLES;
        }

        @Override
        public long storedSteps() {
            return storedSteps;
        }

        @Override
        public long sizeSteps() {
            return storedSteps;
        }

        @Override
        public SamplerCounts samplerCounts() {
            return SamplerCounts.NONE;
        }

        @Override
        public double samplesPerInsert() {
            return 0;
        }
    };

    private static RunContract contract(String units) {
        EffectiveConfiguration configuration = new SettingsLoader(name -> "")
            .set("network.encoder.hidden-units=" + units).load();
        return new RunContract("run", configuration,
            new EnvironmentSchema(List.of(ObservationColumn.float32("state", 64)), 4));
    }

    private static Learner learner(RunContract contract, long incarnation) {
        return new Learner(contract.network(), contract.window(), contract.settings().learning(), incarnation,
            new SplittableRandom(1));
    }

    private LearnerAgent agent(RunContract contract, Learner learner, long earlierNs, List<LearnerStats> stats) {
        LearnerAgent.Ports ports = new LearnerAgent.Ports(() -> ++polls, noBatches, (batch, priorities) -> { },
            published::add, progress);
        return new LearnerAgent(learner, contract.settings().learning(), ports, SystemNanoClock.INSTANCE, stats::add,
            earlierNs);
    }

    @Test
    void aCheckpointShouldNotKeepALargeNetworksLearnerFromItsShards() {
        RunContract contract = contract("[1024, 1024]");
        int size = contract.network().parameters().size();
        assertTrue(size > 1_000_000, () -> size + " parameters");
        try (Learner learner = learner(contract, 1)) {
            LearnerAgent agent = agent(contract, learner, 0, new ArrayList<>());
            agent.onStart();
            agent.doWork();
            polls = 0;
            asked = 0;
            LearnerState room = LearnerState.ofSize(size);
            List<CompletableFuture<LearnerState>> copies = new ArrayList<>();
            agent.commands().submit(() -> copies.add(agent.copyState(room)));
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long longestNs = 0;
            int turns = 0;
            while (copies.isEmpty() || !copies.get(0).isDone()) {
                // The thread's own time: what others do on the machine is not the checkpoint's.
                long beganNs = threads.getCurrentThreadCpuTime();
                agent.doWork();
                longestNs = Math.max(longestNs, threads.getCurrentThreadCpuTime() - beganNs);
                turns++;
                assertEquals(turns, polls, "shards are heard in every turn");
            }
            assertTrue(turns > 10, "in " + turns + " turns");
            long longest = longestNs;
            assertTrue(longest < LIMIT_NS, () -> "a turn took " + longest / 1e6 + " ms");
            assertEquals(0, asked, "nothing is learned while the state is copied");
            assertArrayEquals(learner.state().online(), copies.get(0).join().online());
            agent.doWork();
            assertEquals(1, asked, "learning goes on");
        }
    }

    @Test
    void shouldCountTheTimeOfEarlierStarts() {
        RunContract contract = contract("[8]");
        try (Learner learner = learner(contract, 2)) {
            List<LearnerStats> stats = new ArrayList<>();
            long earlierNs = TimeUnit.SECONDS.toNanos(100);
            LearnerAgent agent = agent(contract, learner, earlierNs, stats);
            agent.onStart();
            agent.doWork();
            agent.publishNow();
            assertFalse(stats.isEmpty());
            assertEquals(earlierNs, stats.get(stats.size() - 1).trainingNs(), "no step has come yet");
            storedSteps++;
            agent.doWork();
            agent.doWork();
            agent.publishNow();
            assertTrue(stats.get(stats.size() - 1).trainingNs() > earlierNs);
        }
    }
}
