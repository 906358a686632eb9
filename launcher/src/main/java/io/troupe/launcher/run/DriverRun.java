package io.troupe.launcher.run;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.transport.MediaDriverHost;
import java.util.concurrent.CountDownLatch;

/** The media driver that the nodes of one machine share, so that no node's death ends the others' transport. */
final class DriverRun implements NodeRun {
    private final TransportSettings settings;
    private final boolean isForOneRun;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** @param isForOneRun whether it ends with the run of its nodes */
    DriverRun(TransportSettings settings, boolean isForOneRun) {
        this.settings = settings;
        this.isForOneRun = isForOneRun;
    }

    @Override
    public void run() {
        Lifeline.watch(this::requestStop);
        if (isForOneRun) {
            MediaDriverHost.runUntilRunIsOver(settings, stop);
        } else {
            MediaDriverHost.runStandalone(settings, stop);
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.countDown();
    }
}
