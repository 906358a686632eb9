package io.troupe.launcher.run;

import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.metrics.NodeEndpoint;
import io.troupe.common.metrics.ObservedNode;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.common.security.Loopback;
import io.troupe.common.security.Secret;
import io.troupe.common.transport.SharedDriver;
import io.troupe.learner.status.RunSummary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node of a cluster, in a process of its own: joins, serves, and leaves. */
final class ClusterNode implements NodeRun {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterNode.class);
    private static final long CYCLE_MS = 100;

    /** Makes the node; it joins by itself. */
    @FunctionalInterface
    interface Factory {
        Servant create(ClusterSystem cluster, NodeLifecycle lifecycle);
    }

    /** A node, as its process sees it. */
    interface Servant extends AutoCloseable {
        /** What its {@code /metrics} tells. */
        ObservedNode observed();

        /** The process was told to stop while the run goes on: hands over what it holds. */
        default void retire() {
        }

        /** There is no time: cuts {@link #retire} short, or one that is to come. Any thread. */
        default void hurry() {
        }

        @Override
        void close();
    }

    private final TroupeSettings settings;
    private final String role;
    private final boolean isGoingOn;
    private final Factory factory;
    /** Of the present time in the cluster. */
    private volatile NodeLifecycle lifecycle = new NodeLifecycle();
    private volatile boolean isToldToStop;
    private volatile boolean isHurried;
    private volatile Servant servant;

    /** @param isGoingOn whether it joins again when a run was interrupted, which its learner may go on with */
    ClusterNode(TroupeSettings settings, String role, boolean isGoingOn, Factory factory) {
        this.settings = settings;
        this.role = role;
        this.isGoingOn = isGoingOn;
        this.factory = factory;
    }

    @Override
    public void run() {
        Lifeline.watch(this::requestStopNow);
        NodeEndpoint endpoint = startEndpoint();
        EndpointFile file = endpoint == null ? null : EndpointFile.write(settings, endpoint.address());
        try {
            while (serve(endpoint) && begin()) {
                LOGGER.info("{} waits for the run to go on", settings.cluster().nodeName());
            }
        } finally {
            CloseHelper.quietCloseAll(file, endpoint);
        }
    }

    /** Another time in the cluster; false where it was told to stop meanwhile. */
    private synchronized boolean begin() {
        if (isToldToStop) {
            return false;
        }
        lifecycle = new NodeLifecycle();
        isHurried = false;
        return true;
    }

    /**
     * Joins, serves until the node's end, and leaves.
     *
     * @param endpoint null where there is none
     * @return whether it is to join again
     */
    private boolean serve(NodeEndpoint endpoint) {
        ClusterSystem cluster = ClusterSystem.start(settings.cluster(), Set.of(role));
        Servant node = null;
        try {
            if (!cluster.awaitMembership(lifecycle::isOver)) {
                return false;
            }
            LOGGER.info("{} has joined the cluster at {}", settings.cluster().nodeName(), cluster.address());
            NodeLifecycle present = lifecycle;
            cluster.onTermination(() -> onGivenUp(present));
            node = factory.create(cluster, present);
            servant = node;
            if (endpoint != null) {
                endpoint.observe(node.observed());
            }
            if (isHurried) {
                node.hurry();
            }
            String reason = null;
            while (reason == null) {
                reason = lifecycle.await(CYCLE_MS);
            }
            LOGGER.info("{} ends: {}", settings.cluster().nodeName(), reason);
            if (isToldToStop) {
                node.retire();
            }
            boolean isToJoinAgain = isGoingOn && !isToldToStop && reason.equals(RunSummary.INTERRUPTED);
            if (!isToldToStop && !isToJoinAgain) {
                SharedDriver.tellRunIsOver(settings.transport());
            }
            return isToJoinAgain;
        } finally {
            CloseHelper.quietClose(node);
            servant = null;
            cluster.close();
        }
    }

    private NodeEndpoint startEndpoint() {
        if (!settings.metrics().isEnabled()) {
            return null;
        }
        String name = settings.cluster().nodeName();
        NodeEndpoint endpoint = new NodeEndpoint(settings.metrics(), name, role, readingSecret());
        LOGGER.info("{} tells its metrics at {}", name, endpoint.address());
        return endpoint;
    }

    /** Beyond loopback reading takes the secret, unless the network is trusted. */
    private Optional<String> readingSecret() {
        return settings.isInsecure() || Loopback.isName(settings.metrics().host()) ? Optional.empty()
            : Optional.of(Secret.read(Path.of(settings.http().secretFile())));
    }

    @Override
    public synchronized void requestStop(String reason) {
        isToldToStop = true;
        lifecycle.ended(reason);
    }

    /** Whoever supervises this process is gone, and with it the run, or soon. */
    private void requestStopNow(String reason) {
        hurry();
        requestStop(reason);
    }

    /** @param given of the time in the cluster that is over; there may be another one by now */
    private synchronized void onGivenUp(NodeLifecycle given) {
        if (given != lifecycle) {
            return;
        }
        given.failed(new TroupeException(ErrorCode.RESOURCE,
            "the cluster has given this node up: it was not heard of for too long; start it again"));
        hurry();
    }

    private void hurry() {
        isHurried = true;
        Servant present = servant;
        if (present != null) {
            present.hurry();
        }
    }
}
