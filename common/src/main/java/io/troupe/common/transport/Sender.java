package io.troupe.common.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.FrameDescriptor;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import org.agrona.DirectBuffer;

/**
 * The way of one kind of message to one node: through shared memory where both use one media driver, else over UDP.
 * Opens itself, and again when it was lost, while it is being used. Used by one thread.
 */
public final class Sender implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final TransportCounters counters;
    private final int maxMessageLength;
    private final Registered registered;
    /** Of what goes over UDP; null: in the clear. */
    private final Sealer sealer;

    Sender(AeronLink link, StreamKind kind, NodePeer peer, Sealer sealer) {
        this.sealer = sealer;
        counters = link.counters();
        maxMessageLength = maxMessageLength(link.settings(), kind);
        registered = new Registered(link, kind, peer);
    }

    static int maxMessageLength(TransportSettings settings, StreamKind kind) {
        return FrameDescriptor.computeMaxMessageLength(kind.termLengthBytes(settings.termLengthBytes()))
            - SealedMessage.OVERHEAD;
    }

    /** The longest message that {@link #offer} takes, in bytes. */
    public int maxMessageLength() {
        return maxMessageLength;
    }

    /** Whether the peer listens now. Goes on with opening the stream where it does not. */
    public boolean isConnected() {
        ExclusivePublication publication = registered.current();
        return publication != null && publication.isConnected();
    }

    /**
     * Sends one message; copies the bytes before it returns.
     *
     * @return false where the peer cannot take it now
     * @throws TroupeException CONFIGURATION where it is longer than {@link #maxMessageLength}
     */
    public boolean offer(DirectBuffer message, int offset, int length) {
        if (length > maxMessageLength) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a message of " + length + " bytes for "
                + registered.description() + " is longer than the " + maxMessageLength
                + " that its stream takes; raise transport.term-length-bytes to at least eight times the message");
        }
        ExclusivePublication publication = registered.current();
        if (publication == null) {
            counters.notConnected.increment();
            return false;
        }
        if (sealer == null || !registered.isUdp()) {
            return offer(publication, message, offset, length, length);
        }
        // Whom it would not be sent to now it is not encrypted for either.
        if (publication.availableWindow() <= 0) {
            turnedAway(publication.isClosed() ? Publication.CLOSED
                : publication.isConnected() ? Publication.BACK_PRESSURED : Publication.NOT_CONNECTED);
            return false;
        }
        int sealedLength = sealer.seal(message, offset, length);
        return offer(publication, sealer.sealed(), 0, sealedLength, length);
    }

    /** @param counted bytes of what the node sends */
    private boolean offer(ExclusivePublication publication, DirectBuffer message, int offset, int length, int counted) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long result = publication.offer(message, offset, length);
            if (result > 0) {
                counters.messagesSent.increment();
                counters.bytesSent.add(counted);
                return true;
            }
            if (result != Publication.ADMIN_ACTION) {
                turnedAway(result);
                return false;
            }
            // The log goes over to its next term: the next offer finds room.
        }
        counters.backPressured.increment();
        return false;
    }

    @Override
    public void close() {
        registered.close();
    }

    private void turnedAway(long result) {
        if (result == Publication.BACK_PRESSURED) {
            // The receiver has not read what lies before.
            counters.backPressured.increment();
        } else if (result == Publication.NOT_CONNECTED) {
            // Nobody listens: the peer is not there yet, or there no more.
            counters.notConnected.increment();
        } else {
            // CLOSED: the client was lost.  MAX_POSITION_EXCEEDED: this log has numbered its last byte.
            registered.drop();
            counters.notConnected.increment();
        }
    }

    private static final class Registered extends LinkedResource<ExclusivePublication> {
        private final AeronLink link;
        private final StreamKind kind;
        private final NodePeer peer;
        private boolean isUdp;

        Registered(AeronLink link, StreamKind kind, NodePeer peer) {
            super(link);
            this.link = link;
            this.kind = kind;
            this.peer = peer;
        }

        boolean isUdp() {
            return isUdp;
        }

        @Override
        long add(Aeron aeron) {
            return aeron.asyncAddExclusivePublication(channel(), kind.streamId(peer.nodeId()));
        }

        @Override
        ExclusivePublication find(Aeron aeron, long registrationId) {
            return aeron.getExclusivePublication(registrationId);
        }

        @Override
        void remove(Aeron aeron, long registrationId) {
            aeron.asyncRemovePublication(registrationId);
        }

        @Override
        String description() {
            return kind + " to node " + peer.nodeId() + " at " + peer.endpoint();
        }

        private String channel() {
            TransportSettings settings = link.settings();
            PeerEndpoint endpoint = peer.endpoint();
            int termLengthBytes = kind.termLengthBytes(settings.termLengthBytes());
            if (settings.channel() != Channel.UDP && link.isSharingDriver(endpoint)) {
                isUdp = false;
                return Channels.publishIpc(termLengthBytes);
            }
            if (settings.channel() == Channel.IPC) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "transport.channel=ipc, but the peer uses another"
                    + " media driver than this node (" + link.endpoint() + "); have both use one (`troupe driver`,"
                    + " transport.driver=external), or set transport.channel=auto");
            }
            if (endpoint.port() == 0) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the peer takes no UDP (its transport.channel=ipc)"
                    + " and uses another media driver than this node; set its transport.channel=auto");
            }
            isUdp = true;
            return Channels.publishUdp(endpoint.host(), endpoint.port(), termLengthBytes, settings.mtuBytes());
        }
    }
}
