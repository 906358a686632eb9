package io.troupe.learner.status;

import java.util.ArrayList;
import java.util.List;

/**
 * A list that covers all that was ever added with at most {@code capacity} items: when it is full, every second item
 * goes and from then on only every second one comes in. The newest is always there. Not thread-safe.
 */
final class ThinnedSeries<T> {
    private final int capacity;
    private final List<T> kept = new ArrayList<>();
    private T newest;
    private long added;
    private long stride = 1;

    /** @param capacity even, so that thinning keeps equal distances */
    ThinnedSeries(int capacity) {
        if (capacity < 2 || capacity % 2 != 0) {
            throw new IllegalArgumentException("capacity is " + capacity + ", expected an even number from 2");
        }
        this.capacity = capacity;
    }

    void add(T item) {
        newest = item;
        if (added++ % stride != 0) {
            return;
        }
        if (kept.size() == capacity) {
            thin();
        }
        kept.add(item);
    }

    /** Oldest first; one more than {@code capacity} at most, because of the newest. */
    List<T> items() {
        List<T> items = new ArrayList<>(kept);
        if (newest != null && items.get(items.size() - 1) != newest) {
            items.add(newest);
        }
        return items;
    }

    T newest() {
        return newest;
    }

    private void thin() {
        for (int i = 0; i < capacity / 2; i++) {
            kept.set(i, kept.get(2 * i));
        }
        kept.subList(capacity / 2, capacity).clear();
        stride *= 2;
    }
}
