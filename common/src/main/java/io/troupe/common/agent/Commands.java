package io.troupe.common.agent;

import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The one way in which other threads tell an agent something: they {@link #submit} what is to be done, and the agent
 * does it at the beginning of its next duty cycle.
 */
public final class Commands {
    private static final int CAPACITY = 1024;

    private final ManyToOneConcurrentArrayQueue<Runnable> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);

    /**
     * Any thread. Waits while 1,024 commands are pending: commands are rare, so a full queue means that the agent is
     * about to drain it, or has ended.
     */
    public void submit(Runnable command) {
        while (!queue.offer(command)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while handing a command to an agent");
            }
            Thread.onSpinWait();
        }
    }

    /** The agent's thread. Returns how many commands were done. */
    public int drain() {
        return queue.isEmpty() ? 0 : queue.drain(Runnable::run);
    }
}
