package io.troupe.common.transport;

import io.aeron.Aeron;
import io.troupe.common.config.TransportSettings;
import java.nio.file.Path;
import org.agrona.LangUtil;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this process uses a media driver. */
final class ClientContext {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClientContext.class);
    /** The client's own thread only hears of streams that open and close; a few milliseconds are soon enough. */
    private static final int CONDUCTOR_SLEEP_MS = 4;

    private ClientContext() {
    }

    private static void log(Throwable error) {
        if (!(error instanceof AgentTerminationException)) {
            LOGGER.warn("aeron: {}", error.toString());
        }
    }

    static Aeron.Context of(TransportSettings settings, Path folder, Runnable closeHandler) {
        return new Aeron.Context()
            .aeronDirectoryName(folder.toString())
            .driverTimeoutMs(settings.livenessTimeoutMs())
            .idleStrategy(new SleepingMillisIdleStrategy(CONDUCTOR_SLEEP_MS))
            .errorHandler(ClientContext::log)
            // What a message handler throws is its owner's to know; Aeron would only log it.
            .subscriberErrorHandler(LangUtil::rethrowUnchecked)
            .closeHandler(closeHandler)
            .threadFactory(task -> {
                Thread thread = new Thread(task, "aeron-client-conductor");
                thread.setDaemon(true);
                return thread;
            });
    }
}
