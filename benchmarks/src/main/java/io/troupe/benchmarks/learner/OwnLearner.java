package io.troupe.benchmarks.learner;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.troupe.common.run.RunContract;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.learning.SampledBatch;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/** The product's learner on batches that are there already, in turns. */
final class OwnLearner implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Learner learner;
    private final SampledBatch[] batches;

    OwnLearner(RunContract contract, SampledBatch[] batches) {
        learner = new Learner(contract.network(), contract.window(), contract.settings().learning(), 1,
            new SplittableRandom(contract.settings().run().seed()));
        this.batches = batches;
    }

    Learner learner() {
        return learner;
    }

    /** @param seconds of this thread's CPU time */
    Turn run(double seconds) {
        long endNs = THREADS.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
        long steps = 0;
        long cpuNs = SYSTEM.getProcessCpuTime();
        long startNs = System.nanoTime();
        do {
            for (SampledBatch batch : batches) {
                learner.step(batch);
            }
            steps += batches.length;
        } while (THREADS.getCurrentThreadCpuTime() < endNs);
        return new Turn(steps, (System.nanoTime() - startNs) / 1e9, (SYSTEM.getProcessCpuTime() - cpuNs) / 1e9);
    }

    /** On the Java heap, on average over some rounds of the batches. */
    double allocatedBytesPerStep() {
        int rounds = 20;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < rounds; i++) {
            for (SampledBatch batch : batches) {
                learner.step(batch);
            }
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (rounds * batches.length);
    }

    @Override
    public void close() {
        learner.close();
    }
}
