package io.troupe.common.transport;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has opened, to be closed after it: the last first. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T opened) {
        all.push(opened);
        return opened;
    }

    /** To be closed after all that is there already. */
    void addBelow(AutoCloseable opened) {
        all.addLast(opened);
    }

    /** Closed by the test itself. */
    void remove(AutoCloseable closed) {
        all.remove(closed);
    }

    @Override
    public void close() throws Exception {
        while (!all.isEmpty()) {
            all.pop().close();
        }
    }
}
