package io.troupe.common.transport;

import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * How a message goes over UDP where streams are encrypted:
 *
 * <pre>
 *   | version int | sender's node id int | sender long | counter long | AES-128-GCM of the message … | tag, 16 bytes |
 * </pre>
 *
 * The head is authenticated with the message. The sender's key is {@link io.troupe.common.security.StreamKey#derive} of
 * stream, node id and sender; the nonce is the counter, which grows with each message and never begins anew under a key.
 */
final class SealedMessage {
    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final int VERSION = 1;
    static final int NODE_ID = 4;
    static final int SENDER = 8;
    static final int COUNTER = 16;
    static final int HEAD = 24;
    static final int TAG = 16;
    /** Bytes that a message grows by. */
    static final int OVERHEAD = HEAD + TAG;

    private SealedMessage() {
    }

    static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM/NoPadding", e);
        }
    }
}
