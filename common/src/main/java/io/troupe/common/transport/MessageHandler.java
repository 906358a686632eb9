package io.troupe.common.transport;

import org.agrona.DirectBuffer;

/** Takes whole messages, on the thread that polls. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * @param buffer valid during the call only
     * @return false where the bytes are not a message of the expected kind: they are dropped and counted
     */
    boolean onMessage(DirectBuffer buffer, int offset, int length);
}
