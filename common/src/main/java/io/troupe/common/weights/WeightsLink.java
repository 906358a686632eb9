package io.troupe.common.weights;

import com.google.protobuf.GeneratedMessage;

/** Port: the way of a message to whoever publishes, relays or receives weights. */
@FunctionalInterface
public interface WeightsLink {
    /**
     * Sends without waiting; what the other does not get is asked for again.
     *
     * @param address as notices, requests and subscriptions tell it
     */
    void tell(String address, GeneratedMessage message);
}
