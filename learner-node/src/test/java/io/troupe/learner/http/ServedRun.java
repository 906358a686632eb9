package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.Snapshots;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** A run that is served, and what is asked of it over a real socket, as a browser or Prometheus would. */
abstract class ServedRun extends ServingSystem {
    static final String SECRET = "the-secret";

    final AtomicReference<RunSnapshot> snapshot = new AtomicReference<>(Snapshots.running(10));
    final AtomicBoolean isReady = new AtomicBoolean();
    final RecordedControl control = new RecordedControl();
    final DashboardServer server = serve(0);
    final HttpClient client = HttpClient.newHttpClient();
    final ObjectMapper mapper = new ObjectMapper();

    @AfterEach
    void close() {
        server.close();
    }

    DashboardServer serve(int port) {
        return new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", port), sources(), control,
            new HttpAccess(SECRET, true));
    }

    DashboardSources sources() {
        return FakeSources.of(snapshot::get, isReady::get, new FakeReplay());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path) throws Exception {
        return contract.send(request(path).GET().build());
    }

    /** HttpClient does not let a caller choose the Host header. */
    String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.boundPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void assertProblem(String code, HttpResponse<String> response) throws Exception {
        assertEquals("application/json", contentType(response));
        JsonNode problem = mapper.readTree(response.body());
        assertEquals(code, problem.get("code").asText());
        assertFalse(problem.get("message").asText().isBlank());
        assertSecured(response);
    }

    static void assertSecured(HttpResponse<?> response) {
        assertTrue(response.headers().firstValue("Content-Security-Policy").orElse("").contains("default-src 'self'"));
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("DENY", response.headers().firstValue("X-Frame-Options").orElse(""));
        assertEquals("no-referrer", response.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }

    static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
