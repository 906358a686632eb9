package io.troupe.common.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that find each other by bootstrap, each at an address of its own as pods have; only the API is left out. */
class KubernetesBootstrapTest {
    private static final int NODES = 3;
    private static final int JOIN_TIMEOUT_S = 180;
    /** Of 127.0.0.0/8, which is loopback as a whole; each test has its own, so that no port is waited for. */
    private static final AtomicInteger SUBNETS = new AtomicInteger();

    private final String subnet = "127.0." + (10 + SUBNETS.getAndIncrement()) + ".";
    private final List<ClusterSystem> systems = new ArrayList<>();
    private final int port = freePort();

    @AfterEach
    void stop() {
        Collections.reverse(systems);
        systems.forEach(ClusterSystem::close);
    }

    @Test
    void shouldFoundOneClusterOfAllThatMayFoundIt() {
        IntStream.rangeClosed(1, NODES).forEach(node -> start(node, 2, JOIN_TIMEOUT_S, NODES));

        systems.forEach(system -> assertTrue(system.awaitMembership(() -> false)));

        Set<String> founded = members(systems.get(0));
        assertEquals(NODES, founded.size(), founded.toString());
        systems.forEach(system -> assertEquals(founded, members(system)));
    }

    @Test
    void shouldLetOneJoinThatMayNotFoundAndOneThatComesBack() {
        start(1, 2, JOIN_TIMEOUT_S, 2);
        ClusterSystem second = start(2, 2, JOIN_TIMEOUT_S, 2);
        ClusterSystem actor = start(3, 2, JOIN_TIMEOUT_S, 2);
        assertTrue(actor.awaitMembership(() -> false));
        assertTrue(second.awaitMembership(() -> false));

        second.close();
        systems.remove(second);
        ClusterSystem again = start(2, 2, JOIN_TIMEOUT_S, 2);

        assertTrue(again.awaitMembership(() -> false));
        assertTrue(members(again).contains(actor.address()), "it is the cluster that there was");
    }

    @Test
    void shouldFoundNoneWithFewerThanAreRequired() {
        ClusterSystem alone = start(1, 2, 3, 1);

        TroupeException failure = assertThrows(TroupeException.class, () -> alone.awaitMembership(() -> false));

        assertEquals(ErrorCode.RESOURCE, failure.code());
        assertTrue(failure.getMessage().contains("required-nodes = 2"), failure.getMessage());
        assertTrue(failure.getMessage().contains("app=troupe"), failure.getMessage());
    }

    @Test
    void shouldSayThatTheManagementPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName(subnet + 1))) {
            TroupeException failure =
                assertThrows(TroupeException.class, () -> start(1, 2, JOIN_TIMEOUT_S, NODES));

            assertEquals(ErrorCode.RESOURCE, failure.code());
            assertTrue(failure.getMessage().contains("management port " + subnet + "1:" + taken.getLocalPort()),
                failure.getMessage());
        }
    }

    /** @param founders how many nodes, from the first on, the API would tell of */
    private ClusterSystem start(int node, int required, int joinTimeoutS, int founders) {
        ClusterSettings settings = new ClusterSettings(subnet + node, 0, List.of(), "node-" + node, joinTimeoutS, 10,
            ClusterSettings.Bootstrap.KUBERNETES, new ClusterSettings.Kubernetes("runs", "app=troupe", required, port),
            ClusterSettings.Tls.off());
        ClusterSystem system = ClusterSystem.start(settings, Set.of(node == 1 ? "learner" : "replay"),
            insteadOfApi(founders));
        systems.add(system);
        return system;
    }

    private Config insteadOfApi(int founders) {
        String endpoints = String.join(", ", IntStream.rangeClosed(1, founders)
            .mapToObj(node -> "{ host = \"" + subnet + node + "\" }").toList());
        return ConfigFactory.parseString("""
            akka.discovery.method = config
            akka.discovery.config.services.troupe.endpoints = [%s]
            akka.management.cluster.bootstrap.contact-point-discovery { stable-margin = 1s, interval = 200ms }
            akka.management.cluster.bootstrap.contact-point.probe-interval = 200ms
            """.formatted(endpoints));
    }

    private static Set<String> members(ClusterSystem system) {
        Iterable<Member> members = Cluster.get(system.actorSystem()).state().getMembers();
        return new TreeSet<>(StreamSupport.stream(members.spliterator(), false)
            .map(member -> member.address().host().get() + ":" + member.address().port().get()).toList());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
