package io.troupe.replay.inspection;

import io.troupe.proto.TopWindow;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** The k windows with the highest priorities of all that were offered; of equal ones those that came first. */
final class TopWindows {
    private record Candidate(TopWindow window, long order) {
    }

    private final int capacity;
    private final PriorityQueue<Candidate> lowestFirst = new PriorityQueue<>(Comparator
        .comparingDouble((Candidate candidate) -> candidate.window().getPriority())
        .thenComparing(Comparator.comparingLong(Candidate::order).reversed()));
    /** What a priority must exceed to get in. */
    private float bound;
    private long offered;

    /** @param capacity k, at least 0 */
    TopWindows(int capacity) {
        this.capacity = capacity;
        bound = capacity == 0 ? Float.POSITIVE_INFINITY : -1;
    }

    /** Whether {@link #add} would keep it: asked before what it takes is put together. */
    boolean isWanted(float priority) {
        return priority > bound;
    }

    void add(TopWindow window) {
        if (!isWanted(window.getPriority())) {
            return;
        }
        lowestFirst.add(new Candidate(window, offered++));
        if (lowestFirst.size() > capacity) {
            lowestFirst.remove();
        }
        if (lowestFirst.size() == capacity) {
            bound = lowestFirst.element().window().getPriority();
        }
    }

    /** Highest first; empties it. */
    Iterable<TopWindow> drain() {
        Deque<TopWindow> highestFirst = new ArrayDeque<>(lowestFirst.size());
        while (!lowestFirst.isEmpty()) {
            highestFirst.addFirst(lowestFirst.remove().window());
        }
        return highestFirst;
    }
}
