package io.troupe.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What one operation took, several times measured, in CPU time of the thread: what other processes do to the clock does
 * not count.
 *
 * @param ns                 a median time, and the shortest and the longest
 * @param allocatedBytes     that the thread allocated in an operation, on average
 */
record Measurement(double ns, double minNs, double maxNs, double allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 4;
    private static final int REPETITIONS = 7;

    /** Runs the operation for about {@code repetitionMs} again and again. */
    static Measurement of(Runnable operation, int repetitionMs) {
        long operations = 1;
        long ns = 0;
        // As many as take about the time of a repetition, and the compiler's warm-up.
        for (int i = 0; i < WARM_UPS || ns < repetitionMs * 500_000L; i++) {
            if (ns < repetitionMs * 500_000L) {
                operations *= 2;
            }
            ns = run(operation, operations);
        }
        double[] times = new double[REPETITIONS];
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < REPETITIONS; i++) {
            times[i] = (double) run(operation, operations) / operations;
        }
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        Arrays.sort(times);
        return new Measurement(times[REPETITIONS / 2], times[0], times[REPETITIONS - 1],
            (double) allocated / (REPETITIONS * operations));
    }

    /**
     * How many times as long {@code one} takes as {@code other}: the median of several times, each measured one right
     * after the other, so that both see the same state of the machine.
     */
    static double ratio(Runnable one, Runnable other, int repetitionMs) {
        long operations = Math.max(1, (long) (repetitionMs * 1e6 / of(other, repetitionMs / WARM_UPS).ns()));
        run(one, operations);
        double[] ratios = new double[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            long otherNs = run(other, operations);
            ratios[i] = (double) run(one, operations) / otherNs;
        }
        Arrays.sort(ratios);
        return ratios[REPETITIONS / 2];
    }

    /** How many of {@code units} an operation does a second. */
    double perSecond(double units) {
        return units / ns * 1e9;
    }

    private static long run(Runnable operation, long operations) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < operations; i++) {
            operation.run();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
