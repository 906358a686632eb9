package io.troupe.benchmarks.transport;

import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The receiver's work on rows, the same for every transport: it checks that each row is there and in its place, and
 * reads every cache line of it. An acknowledgement is due after some full messages and after every message that is not
 * full.
 */
final class RowsReader {
    private static final int MESSAGES_PER_ACK = 8;
    private static final int LINE_BYTES = 64;

    private final int rowBytes;
    private final int rowsPerMessage;
    private final StepsMessage message;
    private long rows;
    private long sum;
    private int unacknowledged;
    private boolean isAckDue;

    RowsReader(int rowBytes) {
        this.rowBytes = rowBytes;
        rowsPerMessage = RowsWriter.rowsPerMessage(rowBytes);
        message = new StepsMessage(rowBytes);
    }

    /** @throws IllegalStateException where the message is not the one that comes next */
    void read(DirectBuffer source, int offset, int length) {
        if (!message.wrap(source, offset, length)) {
            throw new IllegalStateException("got " + length + " bytes that are no message of rows of " + rowBytes
                + " bytes");
        }
        int count = message.recordCount();
        long touched = 0;
        for (int i = 0; i < count; i++) {
            int at = message.recordOffset(i);
            long number = message.buffer().getLong(at, ByteOrder.LITTLE_ENDIAN);
            if (number != rows + i) {
                throw new IllegalStateException("got row " + number + ", expected row " + (rows + i));
            }
            for (int line = 0; line < rowBytes; line += LINE_BYTES) {
                touched += message.buffer().getLong(at + line);
            }
        }
        sum += touched;
        rows += count;
        isAckDue |= ++unacknowledged >= MESSAGES_PER_ACK || count < rowsPerMessage;
    }

    /** Rows that have arrived. */
    long rows() {
        return rows;
    }

    /** Keeps the compiler from leaving the reads out. */
    long sum() {
        return sum;
    }

    boolean isAckDue() {
        return isAckDue;
    }

    void acknowledged() {
        isAckDue = false;
        unacknowledged = 0;
    }
}
