package io.troupe.benchmarks.transport;

import io.troupe.common.wire.MessageHeader;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages of rows as an actor sends them: up to 64 of them, or as many as travel in one packet. Each row begins with
 * its number, and the rest of its bytes stay as they are. The same for every transport.
 */
final class RowsWriter {
    /** The only lane. */
    static final long LANE = 1;

    private final int rowBytes;
    private final int rowsPerMessage;
    private final byte[] array;
    private final UnsafeBuffer bytes;
    private final StepsMessage message;
    private long nextRow;

    RowsWriter(int rowBytes) {
        this.rowBytes = rowBytes;
        rowsPerMessage = rowsPerMessage(rowBytes);
        array = new byte[StepsMessage.length(rowBytes, rowsPerMessage, 0)];
        bytes = new UnsafeBuffer(array);
        message = new StepsMessage(rowBytes);
    }

    static int rowsPerMessage(int rowBytes) {
        return Math.min(StepsMessage.MAX_RECORDS, (MessageHeader.PACKET_LENGTH - StepsMessage.RECORDS) / rowBytes);
    }

    int rowsPerMessage() {
        return rowsPerMessage;
    }

    /** The number of the row that comes next. */
    long nextRow() {
        return nextRow;
    }

    /** Writes the next message of so many rows over the last one; its bytes are at offset 0 of {@link #bytes()}. */
    int next(int rows) {
        message.begin(bytes, 0, LANE, 0, 1, nextRow, rows, 0);
        for (int i = 0; i < rows; i++) {
            bytes.putLong(StepsMessage.RECORDS + i * rowBytes, nextRow++, ByteOrder.LITTLE_ENDIAN);
        }
        return message.length();
    }

    UnsafeBuffer bytes() {
        return bytes;
    }

    byte[] array() {
        return array;
    }
}
