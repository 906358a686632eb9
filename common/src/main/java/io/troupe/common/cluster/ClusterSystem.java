package io.troupe.common.cluster;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.Join;
import akka.cluster.typed.SingletonActor;
import com.google.protobuf.GeneratedMessage;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.config.ClusterSettings.Bootstrap;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.proto.Hello;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A process's membership in the run's Akka cluster. One JVM with everything inside has one of these for all its nodes;
 * otherwise each process has its own.
 */
public final class ClusterSystem implements AutoCloseable {
    private static final String NAME = "troupe";
    private static final String COORDINATOR = "coordinator";
    private static final String LEARNER_ROLE = "learner";

    private final ActorSystem<SpawnProtocol.Command> system;
    private final ClusterSettings settings;
    private final AtomicInteger spawned = new AtomicInteger();

    private ClusterSystem(ActorSystem<SpawnProtocol.Command> system, ClusterSettings settings) {
        this.system = system;
        this.settings = settings;
    }

    /**
     * Starts the actor system and begins to join.
     *
     * @param roles of {@code learner}, {@code replay}, {@code actor}
     * @throws TroupeException RESOURCE where the port is taken
     */
    public static ClusterSystem start(ClusterSettings settings, Set<String> roles) {
        return start(settings, roles, ConfigFactory.empty());
    }

    /** @param overrides of Akka's settings */
    static ClusterSystem start(ClusterSettings settings, Set<String> roles, Config overrides) {
        boolean isInPods = settings.bootstrap() == Bootstrap.KUBERNETES;
        Map<String, Object> values = new HashMap<>();
        values.put("akka.remote.artery.canonical.hostname", settings.host());
        values.put("akka.remote.artery.canonical.port", settings.port());
        values.put("akka.cluster.roles", List.copyOf(roles));
        values.put("akka.cluster.seed-nodes",
            (isInPods ? List.<String>of() : settings.seeds()).stream().map(seed -> "akka://" + NAME + "@" + seed).toList());
        values.put("akka.cluster.failure-detector.acceptable-heartbeat-pause", settings.failureTimeoutS() + "s");
        values.put("akka.cluster.split-brain-resolver.stable-after", settings.decisionTimeS() + "s");
        if (isInPods) {
            values.putAll(KubernetesBootstrap.values(settings));
        }
        if (settings.tls().isEnabled()) {
            values.putAll(RemotingTls.values(settings.tls()));
        }
        Config config = ConfigFactory.parseResources("troupe-akka.conf");
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            config = config.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue()));
        }
        config = overrides.withFallback(config);
        ActorSystem<SpawnProtocol.Command> system;
        try {
            system =
                ActorSystem.create(SpawnProtocol.create(), NAME, config.withFallback(ConfigFactory.load()).resolve());
            if (!isInPods && settings.seeds().isEmpty()) {
                Cluster cluster = Cluster.get(system);
                cluster.manager().tell(Join.create(cluster.selfMember().address()));
            }
        } catch (RuntimeException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the cluster port " + settings.host() + ":" + settings.port()
                + " cannot be had (" + rootMessage(e) + "); free it, or choose another with cluster.port (0: any)"
                + (settings.tls().isEnabled() ? "; or the files of cluster.tls are not what they should be" : ""), e);
        }
        if (isInPods) {
            KubernetesBootstrap.start(system, settings);
        }
        return new ClusterSystem(system, settings);
    }

    /**
     * Waits until this process is a member.
     *
     * @param isCancelled whether to wait no longer
     * @return false where it was cancelled
     * @throws TroupeException RESOURCE where no cluster was found in {@code cluster.join-timeout-s}
     */
    public boolean awaitMembership(BooleanSupplier isCancelled) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.joinTimeoutS());
        while (!Cluster.get(system).selfMember().status().equals(MemberStatus.up())) {
            if (isCancelled.getAsBoolean()) {
                return false;
            }
            if (system.getWhenTerminated().toCompletableFuture().isDone() || System.nanoTime() > deadlineNs) {
                throw new TroupeException(ErrorCode.RESOURCE, notFound());
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    private String notFound() {
        if (settings.bootstrap() == Bootstrap.KUBERNETES) {
            ClusterSettings.Kubernetes kubernetes = settings.kubernetes();
            return "found no cluster to join within " + settings.joinTimeoutS() + " s among the pods "
                + kubernetes.selector() + "; founding one takes cluster.kubernetes.required-nodes = "
                + kubernetes.requiredNodes()
                + " of them, and each has to be allowed to list pods and to be reached at port "
                + kubernetes.managementPort();
        }
        return "found no cluster to join at " + settings.seeds() + " within " + settings.joinTimeoutS()
            + " s; start the learner first, or correct cluster.seeds";
    }

    public ActorSystem<?> actorSystem() {
        return system;
    }

    /** host:port of this process's remoting, as others reach it. */
    public String address() {
        var address = Cluster.get(system).selfMember().address();
        return address.host().get() + ":" + address.port().get();
    }

    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return system.systemActorOf(behavior, name + "-" + spawned.incrementAndGet(), Props.empty());
    }

    /**
     * Says hello to the coordinator, wherever it is, until it answers.
     *
     * @param hello  what the node says of itself; see {@link Hellos}
     * @param status the node's present status, sent twice a second once the node is welcome; may return null
     */
    public Membership join(Hello hello, NodeListener listener, Supplier<? extends GeneratedMessage> status) {
        return new Membership(spawn(NodeMember.create(coordinator(), hello, listener, status), "member"));
    }

    /** The coordinator, wherever it runs; messages wait until it is found. */
    public ActorRef<Object> coordinator() {
        return coordinator(Behaviors.empty());
    }

    /** Makes this process a home of the coordinator (it has the role {@code learner}); there is one in a cluster. */
    public ActorRef<Object> coordinator(Behavior<Object> behavior) {
        return ClusterSingleton.get(system).init(
            SingletonActor.of(behavior, COORDINATOR)
                .withSettings(ClusterSingletonSettings.create(system).withRole(LEARNER_ROLE)));
    }

    /** Calls back once when this process is no longer in the cluster: it was downed, or {@link #close} was called. */
    public void onTermination(Runnable callback) {
        system.getWhenTerminated().thenRun(callback);
    }

    /** Leaves the cluster and ends the actor system, within 10 s. */
    @Override
    public void close() {
        var done = CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason()).toCompletableFuture();
        try {
            done.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            system.terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            system.terminate();
        } catch (ExecutionException e) {
            system.log().warn("leaving the cluster failed", e.getCause());
            system.terminate();
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
