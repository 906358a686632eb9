package io.troupe.common.cluster;

import akka.actor.typed.ActorSystem;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.management.javadsl.AkkaManagement;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How nodes in pods find each other. Each asks the Kubernetes API for the pods that may found a cluster, and each of
 * these, at its own address and the management port, for the cluster that it is in. Where one is, it is joined. Where
 * none is, and enough of these pods are there, the one with the lowest address founds it.
 */
final class KubernetesBootstrap {
    private static final String BOOTSTRAP = "akka.management.cluster.bootstrap.";
    private static final String DISCOVERY = "akka.discovery.kubernetes-api.";
    private static final int BIND_TIMEOUT_S = 30;

    private KubernetesBootstrap() {
    }

    /** What Akka has to be told before the actor system starts. */
    static Map<String, Object> values(ClusterSettings settings) {
        ClusterSettings.Kubernetes kubernetes = settings.kubernetes();
        Map<String, Object> values = new HashMap<>();
        // Pods are compared by address to decide which one founds the cluster, so all have to name them alike.
        values.put("akka.management.http.hostname", settings.host());
        values.put(DISCOVERY + "use-raw-ip", true);
        values.put("akka.management.http.port", kubernetes.managementPort());
        // Nothing is answered there but where the cluster is: nodes have a /health of their own.
        values.put("akka.management.http.routes.health-checks", "");
        values.put("akka.discovery.method", "kubernetes-api");
        values.put(DISCOVERY + "pod-label-selector", kubernetes.selector());
        if (!kubernetes.namespace().isEmpty()) {
            values.put(DISCOVERY + "pod-namespace", kubernetes.namespace());
        }
        values.put(BOOTSTRAP + "contact-point-discovery.required-contact-point-nr", kubernetes.requiredNodes());
        return values;
    }

    /**
     * Answers the others, and begins to look for the cluster.
     *
     * @throws TroupeException RESOURCE where the management port is taken
     */
    static void start(ActorSystem<?> system, ClusterSettings settings) {
        try {
            AkkaManagement.get(system.classicSystem()).start().toCompletableFuture().get(BIND_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            system.terminate();
            throw new TroupeException(ErrorCode.RESOURCE, "the management port " + settings.host() + ":"
                + settings.kubernetes().managementPort() + " cannot be had (" + e.getMessage()
                + "); free it, or choose another for all nodes with cluster.kubernetes.management-port", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            system.terminate();
            throw new TroupeException(ErrorCode.RESOURCE, "interrupted while the cluster was looked for", e);
        }
        ClusterBootstrap.get(system.classicSystem()).start();
    }
}
