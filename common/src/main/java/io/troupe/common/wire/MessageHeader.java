package io.troupe.common.wire;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first 8 bytes of every Aeron message. Little-endian.
 *
 * <pre>
 *   0         2      4               8
 *   | version | type | length (all)  |
 * </pre>
 */
public final class MessageHeader {
    /** Version of all messages in this package. A peer with another one is refused at the handshake. */
    public static final short WIRE_VERSION = 2;
    public static final int LENGTH = 8;
    /**
     * The longest message that travels through shared memory in one packet: a longer one is put together at the
     * receiver, which costs a copy. Messages of several large records are kept below it (28 KB rows: 460,000 a second
     * against 290,000 with messages of 512 KB).
     */
    public static final int PACKET_LENGTH = 65_472;

    public static final short TYPE_STEPS = 1;
    public static final short TYPE_ACKS = 2;
    public static final short TYPE_BATCH = 3;
    public static final short TYPE_FEEDBACK = 4;

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private MessageHeader() {
    }

    static void write(MutableDirectBuffer buffer, int offset, short type, int messageLength) {
        buffer.putShort(offset, WIRE_VERSION, ORDER);
        buffer.putShort(offset + 2, type, ORDER);
        buffer.putInt(offset + 4, messageLength, ORDER);
    }

    /** Whether the header is whole, of this version, of {@code type}, and tells exactly {@code length} bytes. */
    static boolean isValid(DirectBuffer buffer, int offset, int length, short type, int minimumLength) {
        return length >= minimumLength
            && buffer.getShort(offset, ORDER) == WIRE_VERSION
            && buffer.getShort(offset + 2, ORDER) == type
            && buffer.getInt(offset + 4, ORDER) == length;
    }
}
