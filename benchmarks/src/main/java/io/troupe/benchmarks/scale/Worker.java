package io.troupe.benchmarks.scale;

/** A thread that does one thing after the other, and how long it was busy. */
final class Worker {
    private final SimulatedTime time;
    private long freeNs;
    private long busyNs;

    Worker(SimulatedTime time) {
        this.time = time;
    }

    /** Takes so long for it, once all that came before is done. */
    void work(long ns, Runnable then) {
        freeNs = Math.max(freeNs, time.nanoTime()) + ns;
        busyNs += ns;
        time.at(freeNs, then);
    }

    /** Time that it was busy until now. */
    long busyNs() {
        return busyNs - Math.max(0, freeNs - time.nanoTime());
    }
}
