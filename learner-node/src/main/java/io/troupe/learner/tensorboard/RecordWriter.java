package io.troupe.learner.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord format. A record that was cut off by a killed process is noticed by its checksum.
 *
 * <pre>
 *    0  8  length of the data, little-endian
 *    8  4  masked CRC-32C of these 8 bytes
 *   12  n  data
 *    …  4  masked CRC-32C of the data             mask(c) = rotate right(c, 15) + 0xa282ead8
 * </pre>
 */
final class RecordWriter {
    static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private RecordWriter() {
    }

    static void write(byte[] data, WritableByteChannel channel) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + data.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(maskedChecksum(data, 0, data.length));
        record.flip();
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    static int maskedChecksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
