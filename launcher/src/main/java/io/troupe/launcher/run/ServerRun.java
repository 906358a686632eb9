package io.troupe.launcher.run;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A server that answers until it is told to stop. */
public final class ServerRun implements NodeRun {
    private final Supplier<? extends Server> open;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** What is open while the run goes on. */
    @FunctionalInterface
    public interface Server extends AutoCloseable {
        @Override
        void close();
    }

    /** @param open answers when it returns */
    public ServerRun(Supplier<? extends Server> open) {
        this.open = open;
    }

    @Override
    public void run() {
        try (Server server = open.get()) {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.countDown();
    }
}
