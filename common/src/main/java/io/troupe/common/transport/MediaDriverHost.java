package io.troupe.common.transport;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.status.HeartbeatTimestamp;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.PrivateFile;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media driver in this process: one thread that carries all streams of the nodes that use its folder. It parks up to
 * a millisecond when it has nothing to do. Must be closed after every {@link NodeTransport} that uses it.
 */
public final class MediaDriverHost implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MediaDriverHost.class);
    private static final int SOCKET_BUFFER_BYTES = 2 << 20;
    private static final int RECEIVER_WINDOW_BYTES = 1 << 20;
    private static final int DEFAULT_MTU_BYTES = 1408;
    private static final long LOOK_MS = 500;
    private static final long TAKEOVER_NS = TimeUnit.SECONDS.toNanos(6);

    private final Path folder;
    private final MediaDriver driver;

    private MediaDriverHost(Path folder, MediaDriver driver) {
        this.folder = folder;
        this.driver = driver;
    }

    /**
     * Starts a driver in the configured folder, or in a new one of its own. A folder whose driver has been killed is
     * taken over, for which it must have been silent for some seconds.
     *
     * @throws TroupeException RESOURCE where the folder cannot be made, is too small, or has a driver already
     */
    public static MediaDriverHost launch(TransportSettings settings) {
        Path folder = DriverFolder.choose(settings);
        DriverFolder.deleteAbandoned();
        awaitSilence(folder);
        DriverFolder.check(folder, settings);
        try {
            // Kept over the restart of a killed driver, so that what the nodes have announced stays true.
            long nonce = DriverNonce.read(folder).orElseGet(DriverNonce::random);
            MediaDriver driver = MediaDriver.launch(context(folder, settings));
            // What it carries is not encrypted. Aeron makes the folder anew, so this comes after it.
            PrivateFile.protectFolder(folder);
            DriverNonce.readOrWrite(folder, nonce);
            LOGGER.info("media driver in {}", folder);
            return new MediaDriverHost(folder, driver);
        } catch (IOException | RuntimeException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "the media driver in " + folder + " does not start: " + e.getMessage(), e);
        }
    }

    /** Runs a driver of its own until {@code stop} is counted down or the thread is interrupted. */
    public static void runStandalone(TransportSettings settings, CountDownLatch stop) {
        try (MediaDriverHost host = launch(settings)) {
            stop.await();
            LOGGER.info("media driver in {} stops", host.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The same, but ends as well when its nodes have told that their run is over and the last of them has left. Nodes that
     * fail, however many at once, find it again when they are started again.
     *
     * @see SharedDriver#tellRunIsOver
     */
    public static void runUntilRunIsOver(TransportSettings settings, CountDownLatch stop) {
        try (MediaDriverHost host = launch(settings)) {
            while (!(SharedDriver.isRunOver(host.folder) && host.nodeCount() == 0)
                && !stop.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                // Looks again.
            }
            LOGGER.info("media driver in {} stops", host.folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String folder() {
        return folder.toString();
    }

    /** Stops the driver and removes its folder. */
    @Override
    public void close() {
        driver.close();
    }

    private int nodeCount() {
        int[] count = new int[1];
        driver.context().countersManager().forEach((counterId, typeId, keyBuffer, label) ->
            count[0] += typeId == HeartbeatTimestamp.HEARTBEAT_TYPE_ID ? 1 : 0);
        return count[0];
    }

    private static void awaitSilence(Path folder) {
        long deadlineNs = System.nanoTime() + TAKEOVER_NS;
        while (DriverFolder.isActive(folder) && System.nanoTime() - deadlineNs < 0
            && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static MediaDriver.Context context(Path folder, TransportSettings settings) throws IOException {
        long livenessNs = TimeUnit.MILLISECONDS.toNanos(settings.livenessTimeoutMs());
        MediaDriver.Context context = new MediaDriver.Context()
            .aeronDirectoryName(folder.toString())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(10, 5, 1_000, 1_000_000))
            .asyncExecutorIdleStrategy(new SleepingMillisIdleStrategy(4))
            .ipcTermBufferLength(settings.termLengthBytes())
            .publicationTermBufferLength(settings.termLengthBytes())
            .ipcMtuLength(Channels.ipcMtuBytes(settings.termLengthBytes()))
            .mtuLength(DEFAULT_MTU_BYTES)
            .counterValuesBufferLength(1 << 20)
            .driverTimeoutMs(settings.livenessTimeoutMs())
            .clientLivenessTimeoutNs(livenessNs)
            // Aeron wants this one longer, or it would unblock a client that still lives.
            .publicationUnblockTimeoutNs(livenessNs + livenessNs / 2)
            .imageLivenessTimeoutNs(livenessNs)
            .errorHandler(new RepeatedErrors((text, count) -> LOGGER.warn("media driver: {}{}", text,
                count == 1 ? "" : " (for the " + count + ". time)")));
        try (DatagramChannel probe = DatagramChannel.open()) {
            // What the system does not allow is not asked for; more is a matter of net.core.rmem_max and wmem_max.
            probe.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            probe.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            int sendBytes = Math.min(SOCKET_BUFFER_BYTES, probe.getOption(StandardSocketOptions.SO_SNDBUF));
            int receiveBytes = Math.min(SOCKET_BUFFER_BYTES, probe.getOption(StandardSocketOptions.SO_RCVBUF));
            context.socketSndbufLength(sendBytes).socketRcvbufLength(receiveBytes)
                .initialWindowLength(Math.min(RECEIVER_WINDOW_BYTES, receiveBytes / 2));
        }
        return context;
    }
}
