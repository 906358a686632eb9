package io.troupe.common.transport;

import io.troupe.common.config.TransportSettings.Encryption;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.StreamKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a node's streams over UDP are encrypted, and by what. Thread-safe. */
final class StreamSecurity {
    /** In the clear. */
    static final StreamSecurity NONE = new StreamSecurity(null, 0);

    private final StreamKey key;
    private final int ownNodeId;
    private final AtomicLong senders = new AtomicLong();

    private StreamSecurity(StreamKey key, int ownNodeId) {
        this.key = key;
        this.ownNodeId = ownNodeId;
    }

    /**
     * @param key    the run's; empty where its streams are in the clear
     * @param wanted what this node is set to
     * @throws TroupeException LAYOUT_MISMATCH where that is something else
     */
    static StreamSecurity of(Optional<StreamKey> key, int ownNodeId, Encryption wanted) {
        if (key.isEmpty() && wanted == Encryption.AES_GCM || key.isPresent() && wanted == Encryption.NONE) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the run's streams are " + (key.isEmpty() ? "in the clear"
                : "encrypted") + ", and this node's transport.encryption is " + (key.isEmpty() ? "aes-gcm" : "none")
                + "; set it to auto, or change the learner's");
        }
        return key.isEmpty() ? NONE : new StreamSecurity(key.get(), ownNodeId);
    }

    /** For a new sender; null: in the clear. */
    Sealer sealer(int streamId) {
        return key == null ? null : new Sealer(key, streamId, ownNodeId, senders.incrementAndGet());
    }

    /** For a new receiver; null: in the clear. */
    Opener opener(int streamId) {
        return key == null ? null : new Opener(key, streamId);
    }
}
