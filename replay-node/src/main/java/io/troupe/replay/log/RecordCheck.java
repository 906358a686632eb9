package io.troupe.replay.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A 32-bit check of some bytes: their CRC-32C, mixed with a seed. A record's seed is its key, so what an earlier
 * segment left in the same place is not taken for a record of this one. It finds torn and overwritten bytes; it is no
 * protection against an adversary.
 *
 * <p>The JDK's CRC-32C uses the processor's instruction: 6 ns for 40 bytes and 150 ns for 7,080, against 17 and 790
 * for a multiply-and-rotate hash in Java, measured here. For one thread; allocates nothing.
 */
final class RecordCheck {
    private static final long MIX = 0x9E37_79B1_85EB_CA87L;

    private final CRC32C crc = new CRC32C();

    /** @param buffer wraps a whole {@link ByteBuffer} from its beginning */
    int of(UnsafeBuffer buffer, int index, int bytes, long seed) {
        ByteBuffer memory = buffer.byteBuffer();
        memory.limit(index + bytes).position(index);
        crc.reset();
        crc.update(memory);
        memory.clear();
        return (int) crc.getValue() ^ (int) (seed * MIX >>> 32);
    }
}
