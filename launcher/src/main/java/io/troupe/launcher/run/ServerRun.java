package io.troupe.launcher.run;

import io.troupe.learner.http.BoardServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** {@code troupe board}: the page of several runs until it is told to stop. */
public final class BoardRun implements NodeRun {
    private final Path folder;
    private final int port;
    private final Consumer<String> console;
    private final CountDownLatch stop = new CountDownLatch(1);

    public BoardRun(Path folder, int port, Consumer<String> console) {
        this.folder = folder;
        this.port = port;
        this.console = console;
    }

    @Override
    public void run() {
        try (BoardServer server = new BoardServer(folder, port)) {
            console.accept("the runs of " + folder + " are at " + server.url());
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
