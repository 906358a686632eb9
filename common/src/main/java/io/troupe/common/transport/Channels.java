package io.troupe.common.transport;

import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.troupe.common.wire.MessageHeader;
import java.util.concurrent.TimeUnit;

/** The Aeron channels of the streams. */
final class Channels {
    static final int ANCHOR_STREAM_ID = 0;
    /** IPC packets as large as Aeron allows. */
    private static final int IPC_MTU_BYTES = MessageHeader.PACKET_LENGTH + DataHeaderFlyweight.HEADER_LENGTH;
    /** A closed publication waits so long for what it has sent to arrive, and holds its log meanwhile. */
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private Channels() {
    }

    static String publishIpc(int termLengthBytes) {
        return new ChannelUriStringBuilder().media(CommonContext.IPC_MEDIA)
            .termLength(termLengthBytes).mtu(ipcMtuBytes(termLengthBytes)).linger(LINGER_NS).build();
    }

    static String publishUdp(String host, int port, int termLengthBytes, int mtuBytes) {
        return new ChannelUriStringBuilder().media(CommonContext.UDP_MEDIA).endpoint(endpoint(host, port))
            .termLength(termLengthBytes).mtu(mtuBytes(mtuBytes, termLengthBytes)).linger(LINGER_NS).build();
    }

    /** The packets of shared memory; Aeron wants that the longest message of a small term be no less than a packet. */
    static int ipcMtuBytes(int termLengthBytes) {
        return mtuBytes(IPC_MTU_BYTES, termLengthBytes);
    }

    static String subscribeIpc() {
        return CommonContext.IPC_CHANNEL;
    }

    /**
     * Binds the node's UDP port.
     *
     * @param tag chosen at random by the node, unique in its driver: its streams find the port by it, which they could
     *            not by the number where that was 0
     */
    static String anchor(String host, int port, long tag) {
        return new ChannelUriStringBuilder().media(CommonContext.UDP_MEDIA).tags(Long.toString(tag))
            .endpoint(endpoint(host, port)).build();
    }

    /** The port that {@link #anchor} has bound. */
    static String subscribeUdp(long tag) {
        return new ChannelUriStringBuilder().media(CommonContext.UDP_MEDIA).tags(Long.toString(tag)).build();
    }

    private static int mtuBytes(int wantedBytes, int termLengthBytes) {
        return Math.min(wantedBytes, FrameDescriptor.computeMaxMessageLength(termLengthBytes));
    }

    private static String endpoint(String host, int port) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
