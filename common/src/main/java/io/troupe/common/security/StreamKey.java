package io.troupe.common.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a run's streams: 256 random bits, made anew by each start of the learner and handed to the nodes that were
 * let in. No message is encrypted by it, but by keys that are derived from it, one for each sender on each stream.
 */
public final class StreamKey {
    private static final int BYTES = 32;
    /** AES-128: as safe as the others here, and a third faster than AES-256. */
    private static final int KEY_BYTES = 16;
    private static final byte[] PURPOSE = "troupe stream key 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private StreamKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static StreamKey create() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new StreamKey(bytes);
    }

    /** @throws IllegalArgumentException where it is not as long as a key */
    public static StreamKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("got a stream key of " + bytes.length + " bytes, expected " + BYTES);
        }
        return new StreamKey(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * An AES-128 key, the first half of an HMAC-SHA256 (NIST SP 800-108, one block), which no other sender and no other
     * stream has.
     *
     * @param streamId     names the receiver and what it receives; never used again in a run
     * @param senderNodeId never used again in a run
     * @param sender       counts the node's senders
     */
    public SecretKey derive(int streamId, int senderNodeId, long sender) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(PURPOSE);
            mac.update(ByteBuffer.allocate(16).putInt(streamId).putInt(senderNodeId).putLong(sender).array());
            return new SecretKeySpec(mac.doFinal(), 0, KEY_BYTES, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Not the key: it must not get into a log. */
    @Override
    public String toString() {
        return "a stream key";
    }
}
