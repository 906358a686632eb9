package io.troupe.launcher.run;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.transport.MediaDriverHost;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The media driver that the nodes of one machine share, so that no node's death ends the others' transport. */
final class DriverRun implements NodeRun {
    /** Long enough for nodes that have failed together to be started again, also where all of them want the same cores. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TransportSettings settings;
    private final boolean isWhileUsed;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** @param isWhileUsed whether it ends after the last node has left */
    DriverRun(TransportSettings settings, boolean isWhileUsed) {
        this.settings = settings;
        this.isWhileUsed = isWhileUsed;
    }

    @Override
    public void run() {
        Lifeline.watch(this::requestStop);
        if (isWhileUsed) {
            MediaDriverHost.runWhileUsed(settings, PATIENCE, stop);
        } else {
            MediaDriverHost.runStandalone(settings, stop);
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.countDown();
    }
}
