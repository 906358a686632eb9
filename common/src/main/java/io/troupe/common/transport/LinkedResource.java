package io.troupe.common.transport;

import io.aeron.Aeron;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publication or subscription that is registered without waiting, and registered again after the link was made again
 * or after the driver refused it. Used by one thread.
 */
abstract class LinkedResource<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkedResource.class);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long NONE = Aeron.NULL_VALUE;

    private final AeronLink link;
    private AeronLink.Connection connection;
    private T resource;
    private long registrationId = NONE;
    private boolean isWaiting;
    private long retryAtNs;
    private String lastFailure = "";
    private boolean isClosed;

    LinkedResource(AeronLink link) {
        this.link = link;
    }

    /** Sends the registration to the driver. */
    abstract long add(Aeron aeron);

    /** The registered one; null while the driver has not answered. */
    abstract T find(Aeron aeron, long registrationId);

    /** Takes a registration back that the driver has not answered. */
    abstract void remove(Aeron aeron, long registrationId);

    /** What it is, for the log. */
    abstract String description();

    /** The one to use now; null while there is none. Does not block. */
    final T current() {
        AeronLink.Connection now = link.connection();
        if (now != connection) {
            drop();
            connection = now;
            isWaiting = false;
        }
        if (resource == null && now != null && !isClosed) {
            register(now.aeron());
        }
        return resource;
    }

    /** Gives the present one up; another one is registered next time. */
    final void drop() {
        if (resource != null) {
            CloseHelper.quietClose(resource);
            resource = null;
        } else if (registrationId != NONE) {
            takeBack(connection.aeron(), registrationId);
        }
        registrationId = NONE;
    }

    @Override
    public void close() {
        isClosed = true;
        drop();
    }

    private void takeBack(Aeron aeron, long registration) {
        try {
            remove(aeron, registration);
        } catch (RuntimeException e) {
            // The client was lost meanwhile, and the registration with it.
            LOGGER.debug("{}: {}", description(), e.toString());
        }
    }

    private void register(Aeron aeron) {
        if (isWaiting && link.clock().nanoTime() - retryAtNs < 0) {
            return;
        }
        isWaiting = false;
        try {
            if (registrationId == NONE) {
                registrationId = add(aeron);
            } else {
                resource = find(aeron, registrationId);
                if (resource != null) {
                    registrationId = NONE;
                    lastFailure = "";
                }
            }
        } catch (RuntimeException e) {
            registrationId = NONE;
            isWaiting = true;
            retryAtNs = link.clock().nanoTime() + RETRY_NS;
            link.counters().failedRegistrations.increment();
            if (!lastFailure.equals(e.getMessage())) {
                lastFailure = String.valueOf(e.getMessage());
                LOGGER.error("{}: {}", description(), lastFailure);
            }
        }
    }
}
