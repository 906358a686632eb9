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
        return of(times, (double) allocated / (REPETITIONS * operations));
    }

    /**
     * Two operations, each measured several times in turns, so that both see the same state of the machine.
     *
     * @param ratio how many times as long {@code one} takes as {@code other}: the median of the turns
     */
    record Turns(Measurement one, Measurement other, double ratio) {
    }

    /** As {@link #of}, for two operations in turns. */
    static Turns inTurns(Runnable one, Runnable other, int repetitionMs) {
        long oneOperations = Math.max(1, (long) (repetitionMs * 1e6 / of(one, repetitionMs / WARM_UPS).ns));
        long otherOperations = Math.max(1, (long) (repetitionMs * 1e6 / of(other, repetitionMs / WARM_UPS).ns));
        // What the compiler does at the first turn is not measured.
        run(one, oneOperations);
        run(other, otherOperations);
        double[] oneNs = new double[REPETITIONS];
        double[] otherNs = new double[REPETITIONS];
        double[] ratios = new double[REPETITIONS];
        long oneAllocated = 0;
        long otherAllocated = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            oneNs[i] = (double) run(one, oneOperations) / oneOperations;
            long between = THREADS.getCurrentThreadAllocatedBytes();
            otherNs[i] = (double) run(other, otherOperations) / otherOperations;
            oneAllocated += between - before;
            otherAllocated += THREADS.getCurrentThreadAllocatedBytes() - between;
            ratios[i] = oneNs[i] / otherNs[i];
        }
        Arrays.sort(ratios);
        return new Turns(of(oneNs, (double) oneAllocated / (REPETITIONS * oneOperations)),
            of(otherNs, (double) otherAllocated / (REPETITIONS * otherOperations)), ratios[REPETITIONS / 2]);
    }

    /**
     * How many times as long {@code one} takes as {@code other}, pair by pair, from the lowest to the highest. In each
     * pair another one goes first.
     */
    static double[] ratios(Runnable one, Runnable other, int repetitionMs, int pairs) {
        long operations = Math.max(1, (long) (repetitionMs * 1e6 / of(other, repetitionMs / WARM_UPS).ns()));
        run(one, operations);
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            long before = i % 2 == 0 ? 0 : run(one, operations);
            long otherNs = run(other, operations);
            ratios[i] = (double) (i % 2 == 0 ? run(one, operations) : before) / otherNs;
        }
        Arrays.sort(ratios);
        return ratios;
    }

    /** How many of {@code units} an operation does a second. */
    double perSecond(double units) {
        return units / ns * 1e9;
    }

    private static Measurement of(double[] times, double allocatedBytes) {
        Arrays.sort(times);
        return new Measurement(times[REPETITIONS / 2], times[0], times[REPETITIONS - 1], allocatedBytes);
    }

    private static long run(Runnable operation, long operations) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (long i = 0; i < operations; i++) {
            operation.run();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
