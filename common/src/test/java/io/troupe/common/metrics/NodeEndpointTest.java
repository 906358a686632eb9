package io.troupe.common.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.troupe.common.config.MetricsSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.transport.TransportCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeEndpointTest {
    private final NodeEndpoint endpoint =
        new NodeEndpoint(new MetricsSettings(true, "127.0.0.1", 0), "actor-1", "actor", Optional.empty());
    private final Observed node = new Observed();
    @TempDir
    private Path driver;

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void shouldBeAliveBeforeThereIsANodeAndReadyWhenItSaysSo() throws IOException {
        assertTrue(get("/health/live").startsWith("HTTP/1.1 200"));
        assertTrue(get("/health/ready").startsWith("HTTP/1.1 503"));
        assertTrue(get("/health/ready").contains("\"code\":\"NOT_READY\""));
        endpoint.observe(node);
        assertTrue(get("/health/ready").startsWith("HTTP/1.1 503"));
        node.isReady = true;
        assertTrue(get("/health/ready").startsWith("HTTP/1.1 200"));
        assertTrue(get("/metrics").contains("troupe_node_ready{node=\"actor-1\",role=\"actor\"} 1.0\n"));
    }

    @Test
    void shouldTellTheProcessAtOnceAndTheNodeAsItIsAtEachScrape() throws IOException {
        String early = get("/metrics");
        assertTrue(early.contains("jvm_memory_used_bytes{"), early);
        assertTrue(early.contains("Content-type: text/plain; version=0.0.4; charset=utf-8"), early);
        assertFalse(early.contains("troupe_node_sent_messages_total"), early);
        endpoint.observe(node);
        assertTrue(get("/metrics").contains("\nscrapes 1.0\n"));
        String later = get("/metrics");
        assertTrue(later.contains("\nscrapes 2.0\n"), later);
        assertTrue(later.contains("troupe_node_sent_messages_total{node=\"actor-1\",role=\"actor\"} 0.0\n"), later);
    }

    /** Wherever that is: the set-up with containers has a file system of its own for it. */
    @Test
    void shouldTellTheRoomThatTheDriversFolderHas() throws IOException {
        endpoint.observe(node);
        String room = "{path=\"" + driver.getParent() + "\",use=\"streams\"} ";
        String text = get("/metrics");
        assertTrue(text.contains("disk_free_bytes" + room) && text.contains("disk_total_bytes" + room), text);
        assertFalse(text.contains("path=\"/dev/shm\""), text);
    }

    @Test
    void shouldOnlyBeReadAtWhatThereIs() throws IOException {
        assertTrue(get("/").startsWith("HTTP/1.1 404"));
        assertTrue(get("/metrics/more").startsWith("HTTP/1.1 404"));
        assertTrue(request("POST", "/metrics", "127.0.0.1").startsWith("HTTP/1.1 405"));
        String head = request("HEAD", "/health/live", "127.0.0.1");
        assertTrue(head.startsWith("HTTP/1.1 200") && head.endsWith("\r\n\r\n"), head);
    }

    @Test
    void shouldRefuseForeignNamesOnLoopback() throws IOException {
        for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"}) {
            String answer = request("GET", "/metrics", host);
            assertTrue(answer.startsWith("HTTP/1.1 421") && !answer.contains("jvm_"), host);
        }
        for (String host : new String[] {"localhost", "LOCALHOST:9464", "127.0.0.1:1", "[::1]:80"}) {
            assertTrue(request("GET", "/health/live", host).startsWith("HTTP/1.1 200"), host);
        }
    }

    @Test
    void shouldSayWhatToDoWhereThePortIsTaken() {
        MetricsSettings same = new MetricsSettings(true, "127.0.0.1", endpoint.boundPort());
        TroupeException failure = assertThrows(TroupeException.class,
            () -> new NodeEndpoint(same, "b", "actor", Optional.empty()));
        assertEquals(ErrorCode.RESOURCE, failure.code());
        assertTrue(failure.getMessage().contains("127.0.0.1:" + endpoint.boundPort()), failure.getMessage());
        assertTrue(failure.getMessage().contains("set metrics.port"), failure.getMessage());
    }

    @Test
    void metricsShouldTakeTheSecretWhereThereIsOneAndHealthNot() throws IOException {
        try (NodeEndpoint guarded = new NodeEndpoint(new MetricsSettings(true, "127.0.0.1", 0), "b", "actor",
            Optional.of("s3cret"))) {
            int port = guarded.boundPort();
            for (String header : new String[] {"", "Authorization: Bearer s3cre\r\n", "Authorization: Basic s3cret\r\n"}) {
                String answer = request("GET", "/metrics", "localhost", header, port);
                assertTrue(answer.startsWith("HTTP/1.1 401") && !answer.contains("jvm_"), answer);
            }
            assertTrue(request("GET", "/metrics", "localhost", "Authorization: Bearer s3cret\r\n", port).contains("jvm_"));
            assertTrue(request("GET", "/health/live", "localhost", "", port).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void shouldTellWhereItIs() {
        assertEquals("http://127.0.0.1:" + endpoint.boundPort() + "/metrics", endpoint.address());
    }

    private String get(String path) throws IOException {
        return request("GET", path, "127.0.0.1:" + endpoint.boundPort());
    }

    private String request(String method, String path, String host) throws IOException {
        return request(method, path, host, "", endpoint.boundPort());
    }

    private static String request(String method, String path, String host, String header, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((method + " " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\n" + header + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Counts how often it is brought up to date. */
    private final class Observed implements ObservedNode {
        private final TransportCounters counters = new TransportCounters();
        private final AtomicInteger scrapes = new AtomicInteger();
        private volatile boolean isReady;

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public TransportCounters transportCounters() {
            return counters;
        }

        @Override
        public Path driverFolder() {
            return driver;
        }

        @Override
        public Runnable register(MeterRegistry registry, String name) {
            assertEquals("actor-1", name);
            Gauge.builder("scrapes", scrapes, AtomicInteger::get).register(registry);
            return scrapes::incrementAndGet;
        }
    }
}
