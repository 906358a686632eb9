package io.troupe.common.transport;

import io.troupe.common.security.StreamKey;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decrypts what arrives on one stream, as {@link SealedMessage} says. Refuses what no sender of the run has sent to this
 * stream as it is, and what has arrived before: a sender's messages arrive in order, so their counters only grow. Used by
 * one thread.
 */
final class Opener {
    /** The newest sender of a node that has been heard; those of before are heard no more. */
    private static final class Heard {
        final long sender;
        final SecretKey key;
        long counter;

        Heard(long sender, SecretKey key) {
            this.sender = sender;
            this.key = key;
        }
    }

    private final StreamKey key;
    private final int streamId;
    private final Cipher cipher = SealedMessage.cipher();
    private final Nonce nonce = new Nonce();
    private final Int2ObjectHashMap<Heard> senders = new Int2ObjectHashMap<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[0]);
    /** What is not in an array already: the cipher is faster on arrays. */
    private byte[] sealed = new byte[0];

    Opener(StreamKey key, int streamId) {
        this.key = key;
        this.streamId = streamId;
    }

    /** Decrypts into {@link #message}; returns its length, or -1 where it is refused. */
    int open(DirectBuffer source, int offset, int length) {
        if (length < SealedMessage.OVERHEAD || source.getInt(offset, SealedMessage.ORDER) != SealedMessage.VERSION) {
            return -1;
        }
        int nodeId = source.getInt(offset + SealedMessage.NODE_ID, SealedMessage.ORDER);
        long sender = source.getLong(offset + SealedMessage.SENDER, SealedMessage.ORDER);
        long counter = source.getLong(offset + SealedMessage.COUNTER, SealedMessage.ORDER);
        Heard heard = senders.get(nodeId);
        boolean isNew = heard == null || sender > heard.sender;
        if (isNew) {
            // Remembered only once it has proved to be one: a stranger must not fill the memory.
            heard = new Heard(sender, key.derive(streamId, nodeId, sender));
        }
        if (sender != heard.sender || counter <= heard.counter) {
            return -1;
        }
        int opened = decrypt(heard, counter, source, offset, length);
        if (opened >= 0) {
            heard.counter = counter;
            if (isNew) {
                senders.put(nodeId, heard);
            }
        }
        return opened;
    }

    DirectBuffer message() {
        return message;
    }

    private int decrypt(Heard heard, long counter, DirectBuffer source, int offset, int length) {
        if (message.capacity() < length) {
            message.wrap(new byte[Integer.highestOneBit(length) * 2]);
        }
        byte[] array = source.byteArray();
        int from = array == null ? 0 : source.wrapAdjustment() + offset;
        if (array == null) {
            sealed = sealed.length < length ? new byte[message.capacity()] : sealed;
            array = sealed;
            source.getBytes(offset, sealed, 0, length);
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, heard.key, nonce.of(counter));
            cipher.updateAAD(array, from, SealedMessage.HEAD);
            return cipher.doFinal(array, from + SealedMessage.HEAD, length - SealedMessage.HEAD, message.byteArray(), 0);
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }
}
