package io.troupe.learner.run;

import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.learning.WeightsSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Passes published weights on, and keeps the last ones: when an evaluation of a version comes back, the learner is some
 * versions further, and the best are to be kept as they were. Thread-safe.
 */
public final class RecentWeights implements WeightsSink {
    private static final long MAX_BYTES = 256L << 20;
    private static final int MIN_VERSIONS = 4;

    private final WeightsSink next;
    private final Deque<WeightsSnapshot> recent = new ArrayDeque<>();
    private long bytes;

    public RecentWeights(WeightsSink next) {
        this.next = next;
    }

    @Override
    public void publish(WeightsSnapshot weights) {
        synchronized (this) {
            recent.addLast(weights);
            bytes += weights.data().capacity();
            while (bytes > MAX_BYTES && recent.size() > MIN_VERSIONS) {
                bytes -= recent.removeFirst().data().capacity();
            }
        }
        next.publish(weights);
    }

    /** The last ones; empty before the first. */
    public synchronized Optional<WeightsSnapshot> newest() {
        return Optional.ofNullable(recent.peekLast());
    }

    /** Empty where they are too long ago. */
    public synchronized Optional<WeightsSnapshot> version(long version) {
        return recent.stream().filter(weights -> weights.version() == version).findFirst();
    }
}
