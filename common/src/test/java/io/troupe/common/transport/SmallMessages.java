package io.troupe.common.transport;

import io.troupe.common.wire.AcksMessage;
import org.agrona.concurrent.UnsafeBuffer;

/** The smallest real message, sent as often as one wants, and how many have come. */
final class SmallMessages {
    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64 * 1024]);
    final int length = new AcksMessage().begin(bytes, 0, 1, 2, false, 1).putLane(0, 3, 0, 4).length();
    int received;
    private final AcksMessage acks = new AcksMessage();
    private final MessageHandler counting = (buffer, offset, size) -> {
        boolean isWhole = acks.wrap(buffer, offset, size);
        received += isWhole ? 1 : 0;
        return isWhole;
    };

    boolean send(Sender sender) {
        return sender.offer(bytes, 0, length);
    }

    /** Returns the packets taken. */
    int receive(Receiver receiver) {
        return receiver.poll(counting, 100);
    }
}
