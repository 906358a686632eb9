package io.troupe.common.transport;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.StreamKey;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A node's way to the streams: with {@code transport.driver=embedded} it runs a media driver of its own, with
 * {@code external} it uses the one in {@code transport.aeron-directory}. Nodes of one JVM share one
 * {@link MediaDriverHost}: give each of them {@link #shared settings} that name its folder.
 *
 * <p>Order: open; announce {@link #endpoint()}; when the coordinator has issued the node's id,
 * {@link #secure}, and make its receivers and
 * senders, each used by one thread; stop those threads and close what they used; close this. Thread-safe.
 */
public final class NodeTransport implements AutoCloseable {
    private final MediaDriverHost driver;
    private final AeronLink link;
    private volatile StreamSecurity security = StreamSecurity.NONE;

    private NodeTransport(MediaDriverHost driver, AeronLink link) {
        this.driver = driver;
        this.link = link;
    }

    /**
     * Blocks until the driver is there, at most {@code transport.liveness-timeout-ms}.
     *
     * @throws TroupeException RESOURCE where no driver can be had, or the UDP port cannot be bound
     */
    public static NodeTransport open(TransportSettings settings) {
        MediaDriverHost driver = settings.driver() == Driver.EMBEDDED ? MediaDriverHost.launch(settings) : null;
        try {
            Path folder = driver == null ? DriverFolder.external(settings) : Path.of(driver.folder());
            return new NodeTransport(driver,
                AeronLink.open(settings, folder, SystemNanoClock.INSTANCE, new TransportCounters()));
        } catch (RuntimeException e) {
            CloseHelper.quietClose(driver);
            throw e;
        }
    }

    /** These settings for one of several nodes that share {@code driver} in one JVM; its UDP port is any free one. */
    public static TransportSettings shared(TransportSettings settings, MediaDriverHost driver) {
        return new TransportSettings(settings.channel(), Driver.EXTERNAL, driver.folder(), settings.host(), 0,
            settings.termLengthBytes(), settings.mtuBytes(), settings.livenessTimeoutMs(), settings.encryption());
    }

    /**
     * What this node announces to the others. Its nonce can change after {@link TransportCounters#reconnects()} has
     * risen; who announces it again then lets nodes that join later use shared memory too.
     */
    public PeerEndpoint endpoint() {
        return link.endpoint();
    }

    /** Whether there is a living client of a media driver at present. */
    public boolean isConnected() {
        return link.connection() != null;
    }

    /** Where the media driver that it uses keeps its buffers. */
    public Path driverFolder() {
        return link.folder();
    }

    public TransportCounters counters() {
        return link.counters();
    }

    /**
     * What this node's senders and receivers that are made from now on encrypt with, over UDP; in shared memory nothing is
     * encrypted. Called once, when the coordinator has answered.
     *
     * @param key empty where the run's streams are in the clear
     * @throws TroupeException LAYOUT_MISMATCH where {@code transport.encryption} of this node wants it otherwise
     */
    public void secure(int ownNodeId, Optional<StreamKey> key) {
        if (security != StreamSecurity.NONE) {
            throw new IllegalStateException("secured already: numbers would be used again");
        }
        security = StreamSecurity.of(key, ownNodeId, link.settings().encryption());
    }

    /**
     * The longest message of this kind that this node can send, in bytes: an eighth of a term, less what encryption
     * adds.
     */
    public int maxMessageLength(StreamKind kind) {
        return Sender.maxMessageLength(link.settings(), kind);
    }

    public Sender sender(StreamKind kind, NodePeer peer) {
        return new Sender(link, kind, peer, security.sealer(kind.streamId(peer.nodeId())));
    }

    public Receiver receiver(StreamKind kind, int ownNodeId) {
        return new Receiver(link, kind, ownNodeId, security.opener(kind.streamId(ownNodeId)));
    }

    @Override
    public void close() {
        link.close();
        CloseHelper.quietClose(driver);
    }
}
