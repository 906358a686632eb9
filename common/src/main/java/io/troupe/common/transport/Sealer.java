package io.troupe.common.transport;

import io.troupe.common.security.StreamKey;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encrypts what one sender sends on one stream, as {@link SealedMessage} says. Used by one thread. */
final class Sealer {
    private static final int FIRST_ROOM = 4096;

    private final SecretKey key;
    private final Cipher cipher = SealedMessage.cipher();
    private final Nonce nonce = new Nonce();
    private final byte[] head = new byte[SealedMessage.HEAD];
    private final UnsafeBuffer headView = new UnsafeBuffer(head);
    private final UnsafeBuffer sealed = new UnsafeBuffer(new byte[FIRST_ROOM + SealedMessage.OVERHEAD]);
    /** What is not in an array already: the cipher is faster on arrays. */
    private byte[] plain = new byte[FIRST_ROOM];
    private long counter;

    /** @param sender one that the node has never used before */
    Sealer(StreamKey key, int streamId, int ownNodeId, long sender) {
        this.key = key.derive(streamId, ownNodeId, sender);
        headView.putInt(0, SealedMessage.VERSION, SealedMessage.ORDER);
        headView.putInt(SealedMessage.NODE_ID, ownNodeId, SealedMessage.ORDER);
        headView.putLong(SealedMessage.SENDER, sender, SealedMessage.ORDER);
    }

    /** Encrypts into {@link #sealed}; returns how many bytes it has become. */
    int seal(DirectBuffer message, int offset, int length) {
        ensureRoom(length);
        byte[] array = message.byteArray();
        int from = array == null ? 0 : message.wrapAdjustment() + offset;
        if (array == null) {
            array = plain;
            message.getBytes(offset, plain, 0, length);
        }
        headView.putLong(SealedMessage.COUNTER, ++counter, SealedMessage.ORDER);
        sealed.putBytes(0, head);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce.of(counter));
            cipher.updateAAD(head);
            return SealedMessage.HEAD + cipher.doFinal(array, from, length, sealed.byteArray(), SealedMessage.HEAD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses to encrypt", e);
        }
    }

    DirectBuffer sealed() {
        return sealed;
    }

    private void ensureRoom(int length) {
        if (plain.length < length) {
            plain = new byte[Integer.highestOneBit(length) * 2];
            sealed.wrap(new byte[plain.length + SealedMessage.OVERHEAD]);
        }
    }
}
