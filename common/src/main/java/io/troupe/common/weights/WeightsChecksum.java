package io.troupe.common.weights;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/** CRC-32C over the bytes of a weights vector. */
public final class WeightsChecksum {
    private WeightsChecksum() {
    }

    public static int of(DirectBuffer data) {
        CRC32C checksum = new CRC32C();
        if (data.byteArray() != null) {
            checksum.update(data.byteArray(), data.wrapAdjustment(), data.capacity());
        } else {
            ByteBuffer bytes = data.byteBuffer().duplicate();
            bytes.position(data.wrapAdjustment()).limit(data.wrapAdjustment() + data.capacity());
            checksum.update(bytes);
        }
        return (int) checksum.getValue();
    }
}
