package io.troupe.common.transport;

import java.nio.ByteBuffer;
import javax.crypto.spec.GCMParameterSpec;

/** A message's nonce: 96 bits, of which the last 64 are its counter. */
final class Nonce {
    private final ByteBuffer bytes = ByteBuffer.allocate(12);

    GCMParameterSpec of(long counter) {
        bytes.putLong(4, counter);
        return new GCMParameterSpec(SealedMessage.TAG * Byte.SIZE, bytes.array());
    }
}
