package io.troupe.common.transport;

import io.aeron.Aeron;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's link to its media driver, which is made again whenever it is lost: because the driver died, because another
 * one took its folder over, or because this process was stopped for so long that the driver gave it up. A thread of its
 * own looks after that twice a second. Streams notice that {@link #connection()} has changed and register again.
 */
final class AeronLink implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(AeronLink.class);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MAX_BACK_OFF_NS = TimeUnit.SECONDS.toNanos(4);
    /** Duties drop a lost client's streams in their next cycle; only then may its memory be unmapped. */
    private static final long RETIRED_NS = TimeUnit.SECONDS.toNanos(3);

    /** A living client; {@code incarnation} is of its driver. */
    record Connection(Aeron aeron, Object incarnation) {
    }

    private record Retired(Aeron aeron, long atNs) {
    }

    private final TransportSettings settings;
    private final Path folder;
    private final NanoClock clock;
    private final TransportCounters counters;
    private final long tag = DriverNonce.random() >>> 1;
    private final Set<Long> ownNonces = ConcurrentHashMap.newKeySet();
    private final Queue<Retired> retired = new ArrayDeque<>();
    private final Thread thread = new Thread(this::supervise, "troupe-transport-link");
    private int port;
    private volatile Connection connection;
    private volatile PeerEndpoint endpoint;
    private volatile boolean isClosed;

    private AeronLink(TransportSettings settings, Path folder, NanoClock clock, TransportCounters counters) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
        this.counters = counters;
        this.port = settings.port();
        thread.setDaemon(true);
    }

    /** Waits for the driver as long as its liveness timeout, and binds the node's UDP port. */
    static AeronLink open(TransportSettings settings, Path folder, NanoClock clock, TransportCounters counters) {
        AeronLink link = new AeronLink(settings, folder, clock, counters);
        long startNs = clock.nanoTime();
        while (!DriverFolder.isActive(folder)) {
            if (clock.nanoTime() - startNs > TimeUnit.MILLISECONDS.toNanos(settings.livenessTimeoutMs())) {
                throw new TroupeException(ErrorCode.RESOURCE, "no media driver runs in " + folder + " (waited "
                    + settings.livenessTimeoutMs() + " ms); start one with `troupe driver`, correct"
                    + " transport.aeron-directory, or set transport.driver=embedded");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        link.connection = link.connect();
        DriverLossMeter loss = new DriverLossMeter(folder);
        loss.read(link.connection);
        counters.readLossWith(() -> loss.read(link.connection));
        link.thread.start();
        return link;
    }

    /** The living client, another object after each loss; null while there is none. */
    Connection connection() {
        return connection;
    }

    /** What this node announces. The nonce may change when the driver was restarted. */
    PeerEndpoint endpoint() {
        return endpoint;
    }

    TransportSettings settings() {
        return settings;
    }

    Path folder() {
        return folder;
    }

    TransportCounters counters() {
        return counters;
    }

    NanoClock clock() {
        return clock;
    }

    long tag() {
        return tag;
    }

    /**
     * Whether the peer's streams are in memory that this node maps too. All drivers that this node has lived with
     * count: they followed each other in one folder, and the peer may not have announced its new one yet.
     */
    boolean isSharingDriver(PeerEndpoint peer) {
        return ownNonces.contains(peer.driverNonce());
    }

    /** Closes the client at once: nothing may use its streams any more. */
    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        long backOffNs = CHECK_NS;
        while (!isClosed) {
            LockSupport.parkNanos(this, backOffNs);
            closeRetired(RETIRED_NS);
            Connection now = connection;
            if (now != null && !isAlive(now)) {
                LOGGER.warn("the link to the media driver in {} is lost", folder);
                connection = null;
                retired.add(new Retired(now.aeron(), clock.nanoTime()));
                now = null;
            }
            backOffNs = now != null || isConnectedAgain() ? CHECK_NS : Math.min(2 * backOffNs, MAX_BACK_OFF_NS);
        }
        if (connection != null) {
            CloseHelper.quietClose(connection.aeron());
        }
        connection = null;
        closeRetired(0);
    }

    private boolean isAlive(Connection now) {
        return !now.aeron().isClosed() && now.incarnation().equals(DriverFolder.incarnation(folder));
    }

    private boolean isConnectedAgain() {
        if (isClosed || !DriverFolder.isActive(folder)) {
            return false;
        }
        try {
            connection = connect();
            counters.reconnects.increment();
            LOGGER.info("the link to the media driver in {} is made again", folder);
            return true;
        } catch (RuntimeException e) {
            LOGGER.warn("no link to the media driver in {} yet: {}", folder, e.getMessage());
            return false;
        }
    }

    private void closeRetired(long ageNs) {
        while (!retired.isEmpty() && clock.nanoTime() - retired.peek().atNs() >= ageNs) {
            CloseHelper.quietClose(retired.remove().aeron());
        }
    }

    private Connection connect() {
        Object incarnation = DriverFolder.incarnation(folder);
        Aeron aeron = null;
        try {
            aeron = Aeron.connect(ClientContext.of(settings, folder, () -> LockSupport.unpark(thread)));
            long nonce = DriverNonce.await(folder);
            ownNonces.add(nonce);
            if (settings.channel() != Channel.IPC) {
                port = Anchor.bind(aeron, settings.host(), port, tag);
            } else {
                // The driver counts who uses it by what they ask for, and a node that waits for its run has asked nothing.
                aeron.asyncAddSubscription(Channels.subscribeIpc(), Channels.ANCHOR_STREAM_ID);
            }
            if (incarnation == null) {
                throw new IOException("the driver's files vanished");
            }
            endpoint = new PeerEndpoint(settings.host(), port, nonce);
            return new Connection(aeron, incarnation);
        } catch (IOException | RuntimeException e) {
            CloseHelper.quietClose(aeron);
            if (e instanceof TroupeException named) {
                throw named;
            }
            throw new TroupeException(ErrorCode.RESOURCE,
                "the media driver in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }
}
