package io.troupe.common.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.config.ClusterSettings.Bootstrap;
import io.troupe.common.config.ClusterSettings.Kubernetes;
import io.troupe.common.config.ClusterSettings.Tls;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes on real sockets: who has no certificate of the authority gets nothing, and who listens reads nothing. */
class RemotingTlsTest {
    private static final int JOIN_TIMEOUT_S = 60;
    /** Time enough for many attempts to join. */
    private static final int REFUSED_TIMEOUT_S = 4;
    /** How Akka's connections begin, and what every membership message has in it. */
    private static final String MAGIC = "AKKA";
    private static final String NAME = "troupe@127.0.0.1";

    @TempDir
    static Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void makeCredentials() {
        Credentials.make(folder.resolve("ours"));
        Credentials.make(folder.resolve("others"));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void nodesWithCertificatesOfOneAuthorityShouldFormACluster() {
        ClusterSystem first = start(tls("ours"), null, JOIN_TIMEOUT_S);
        ClusterSystem second = start(tls("ours"), first, JOIN_TIMEOUT_S);
        assertTrue(first.awaitMembership(() -> false));
        assertTrue(second.awaitMembership(() -> false));
        assertEquals(2, members(second));
    }

    @Test
    void filesThatWereReplacedShouldServeTheConnectionsThatComeThen() throws IOException {
        Path changing = Files.createDirectory(folder.resolve("changing"));
        copy("ours", changing);
        ClusterSystem first = ClusterSystem.start(settings(tls("changing"), List.of(), 0, JOIN_TIMEOUT_S), Set.of("learner"),
            ConfigFactory.parseString("akka.remote.artery.ssl.rotating-keys-engine.ssl-context-cache-ttl = 0s"));
        opened.add(first);
        first.awaitMembership(() -> false);
        copy("others", changing);
        assertTrue(start(tls("others"), first, JOIN_TIMEOUT_S).awaitMembership(() -> false));
        assertEquals(2, members(first));
    }

    @Test
    void aNodeOfAnotherAuthorityShouldNotBeLetIn() {
        assertRefused(tls("others"));
    }

    @Test
    void aNodeWithoutACertificateShouldNotBeLetIn() {
        assertRefused(Tls.off());
    }

    /** Akka answers nothing on such a connection anyhow, but keeps it open where it takes what is sent. */
    @Test
    void whoSpeaksWithoutTlsShouldBeHungUpOn() throws IOException {
        assertThrows(SocketTimeoutException.class, () -> answerToPlainWords(Tls.off()), "in the clear it is listened to");
        byte[] answer = answerToPlainWords(tls("ours"));
        // At most an alert of TLS, whose records of that kind begin with 21.
        assertTrue(answer.length == 0 || answer[0] == 21 && answer.length <= 64, answer.length + " bytes");
    }

    /** All until the node hangs up; a timeout where it does not. */
    private byte[] answerToPlainWords(Tls tls) throws IOException {
        ClusterSystem node = start(tls, null, JOIN_TIMEOUT_S);
        node.awaitMembership(() -> false);
        int port = Integer.parseInt(node.address().split(":")[1]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(3_000);
            socket.getOutputStream().write((MAGIC + "\1\0\0\0\0").getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    @Test
    void whoListensOnTheWayShouldReadNothing() throws IOException {
        assertTrue(overheard(Tls.off()).contains(NAME), "the listener hears what goes in the clear");
        String encrypted = overheard(tls("ours"));
        assertTrue(encrypted.length() > 5_000, encrypted.length() + " bytes went by");
        assertFalse(encrypted.contains(MAGIC) || encrypted.contains(NAME), "a name went by in the clear");
    }

    @Test
    void aFileThatIsNotThereShouldBeNamed() {
        Tls wrong = new Tls(true, folder + "/none.crt", folder + "/none.key", folder + "/none.ca");
        TroupeException failure = assertThrows(TroupeException.class, () -> start(wrong, null, 1));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(failure.getMessage().contains("none.") && failure.getMessage().contains("troupe credentials"),
            failure.getMessage());
    }

    private void assertRefused(Tls tls) {
        ClusterSystem first = start(tls("ours"), null, JOIN_TIMEOUT_S);
        first.awaitMembership(() -> false);
        ClusterSystem stranger = start(tls, first, REFUSED_TIMEOUT_S);
        // It is no matter of time: who has a certificate comes later and is let in, and the stranger tries on after that.
        assertTrue(start(tls("ours"), first, JOIN_TIMEOUT_S).awaitMembership(() -> false));
        TroupeException refusal = assertThrows(TroupeException.class, () -> stranger.awaitMembership(() -> false));
        assertEquals(ErrorCode.RESOURCE, refusal.code());
        assertEquals(2, members(first));
    }

    private static void copy(String whose, Path to) throws IOException {
        for (String file : List.of(Credentials.CA, Credentials.CERTIFICATE, Credentials.KEY)) {
            Files.copy(folder.resolve(whose).resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** All that went between two nodes until the second was a member. */
    private String overheard(Tls tls) throws IOException {
        Eavesdropper eavesdropper = new Eavesdropper();
        opened.add(eavesdropper);
        ClusterSystem first = ClusterSystem.start(settings(tls, List.of(), eavesdropper.port(), JOIN_TIMEOUT_S),
            Set.of("learner"), ConfigFactory.parseString("akka.remote.artery.bind { hostname = 127.0.0.1, port = "
                + eavesdropper.targetPort() + " }"));
        opened.add(first);
        first.awaitMembership(() -> false);
        ClusterSystem second = start(tls, first, JOIN_TIMEOUT_S);
        second.awaitMembership(() -> false);
        return eavesdropper.heard();
    }

    private ClusterSystem start(Tls tls, ClusterSystem seed, int joinTimeoutS) {
        Config quick = ConfigFactory.parseString("akka.cluster.seed-node-timeout = 500ms");
        ClusterSystem system = ClusterSystem.start(
            settings(tls, seed == null ? List.of() : List.of(seed.address()), 0, joinTimeoutS),
            Set.of(seed == null ? "learner" : "actor"), quick);
        opened.add(system);
        return system;
    }

    private static ClusterSettings settings(Tls tls, List<String> seeds, int port, int joinTimeoutS) {
        return new ClusterSettings("127.0.0.1", port, seeds, "node", joinTimeoutS, 10, Bootstrap.SEEDS,
            Kubernetes.defaults(), tls);
    }

    private static Tls tls(String whose) {
        Path of = folder.resolve(whose);
        return new Tls(true, of.resolve(Credentials.CERTIFICATE).toString(), of.resolve(Credentials.KEY).toString(),
            of.resolve(Credentials.CA).toString());
    }

    private static long members(ClusterSystem system) {
        return StreamSupport.stream(Cluster.get(system.actorSystem()).state().getMembers().spliterator(), false).count();
    }
}
