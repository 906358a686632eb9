package io.troupe.common.transport;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscription that nobody publishes to. It binds a node's UDP port as long as its client lives, so that the port is
 * known before the node has its id and with it its streams.
 */
final class Anchor {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private Anchor() {
    }

    /** @return the bound port: {@code port}, or a free one where that is 0 */
    static int bind(Aeron aeron, String host, int port, long tag) {
        try {
            long registrationId =
                aeron.asyncAddSubscription(Channels.anchor(host, port, tag), Channels.ANCHOR_STREAM_ID);
            long deadlineNs = System.nanoTime() + TIMEOUT_NS;
            Subscription subscription = null;
            while (System.nanoTime() - deadlineNs < 0 && !aeron.isClosed()) {
                subscription = subscription == null ? aeron.getSubscription(registrationId) : subscription;
                String bound = subscription == null ? null : subscription.resolvedEndpoint();
                if (bound != null) {
                    return Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        } catch (RegistrationException e) {
            throw unusable(host, port, e.getMessage(), e);
        }
        throw unusable(host, port, "the media driver does not answer", null);
    }

    private static TroupeException unusable(String host, int port, String reason, Exception cause) {
        return new TroupeException(ErrorCode.RESOURCE, "cannot listen for streams on UDP " + host + ":" + port + ": "
            + reason + "; transport.host must be an address of this machine and transport.port a free port, or 0 for"
            + " any", cause);
    }
}
