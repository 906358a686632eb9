package io.troupe.replay.client;

import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Port: the streams between a client and the service. Used by the client's thread; nothing here waits. */
public interface ReplayLink extends AutoCloseable {
    /** The longest message of steps that it takes, in bytes. */
    int maxStepsLength();

    /** The longest message of feedback that it takes, in bytes. */
    int maxFeedbackLength();

    /** Sends a {@link io.troupe.common.wire.StepsMessage}; false where the service cannot take it now. */
    boolean offerSteps(DirectBuffer message, int offset, int length);

    /** Sends a {@link io.troupe.common.wire.FeedbackMessage}; false where the service cannot take it now. */
    boolean offerFeedback(DirectBuffer message, int offset, int length);

    /** Hands over the acknowledgements that have arrived; a message is valid during the call. */
    void pollAcks(Consumer<AcksMessage> handler);

    /** Hands over the rows that have arrived; a message is valid during the call. */
    void pollBatches(Consumer<BatchMessage> handler);

    @Override
    void close();
}
