package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.Snapshots;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, as a browser or Prometheus would. */
@Timeout(60)
final class DashboardServerTest {
    private static final String SECRET = "the-secret";
    private static ActorTestKit testKit;

    private final AtomicReference<RunSnapshot> snapshot = new AtomicReference<>(Snapshots.running(10));
    private final AtomicBoolean isReady = new AtomicBoolean();
    private final RecordedControl control = new RecordedControl();
    private final DashboardServer server = serve(0);
    private final ApiContract contract = new ApiContract(OpenApi.RUN);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeAll
    static void startSystem() {
        testKit = ActorTestKit.create();
    }

    @AfterAll
    static void stopSystem() {
        testKit.shutdownTestKit();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "assets/style.css", "assets/app.js", "assets/plot.js", "assets/format.js",
        "assets/icon.svg"})
    void shouldServeThePageWithSecurityHeaders(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode());
        assertFalse(response.body().isBlank());
        assertSecured(response);
    }

    @Test
    void shouldReferToNothingOutsideThisServer() throws Exception {
        for (String path : List.of("", "assets/style.css", "assets/app.js", "assets/plot.js", "assets/curves.js")) {
            assertFalse(refersElsewhere(get(path).body()), path);
        }
        // The library's comments say where its ideas are from; its code must ask nobody.
        String library = get("assets/uPlot.esm.js").body();
        assertTrue(library.contains("export { uPlot as default }"), "not the library");
        assertFalse(refersElsewhere(withoutComments(library)), "uPlot");
        assertTrue(refersElsewhere(withoutComments("/* its */ load('https://example.org/x'); // idea")));
    }

    private static boolean refersElsewhere(String text) {
        String withoutNamespace = text.replace("http://www.w3.org/2000/svg", "");
        return withoutNamespace.matches("(?s).*(https?:)?//[a-z0-9-]+\\.[a-z].*");
    }

    private static String withoutComments(String script) {
        return script.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)(^|\\s)//.*$", "");
    }

    @Test
    void shouldTellTheStatusAsJson() throws Exception {
        HttpResponse<String> response = get("api/v1/status");
        assertEquals("application/json", contentType(response));
        assertEquals(40_000, mapper.readTree(response.body()).get("env_steps").asLong());
        assertSecured(response);
    }

    @Test
    void shouldTellTheHistory() throws Exception {
        snapshot.set(Snapshots.running(12));
        server.sampleNow();
        JsonNode history = mapper.readTree(get("api/v1/metrics").body());
        assertEquals(12, history.get("points").get(history.get("points").size() - 1).get("time_s").asDouble());
        assertEquals(6, history.get("evaluations").get(1).get("sequence").asInt());
    }

    @Test
    void shouldTellTheLedgerInAllAndByLane() throws Exception {
        JsonNode ledger = mapper.readTree(get("api/v1/ledger").body());
        assertEquals(280, ledger.get("total").get("stored").asLong());
        assertEquals(15, ledger.get("total").get("in_flight").asLong());
        assertEquals("actor-1", ledger.get("lanes").get(0).get("actor").asText());
        assertEquals(5, ledger.get("lanes").get(1).get("lost").asLong());
        assertTrue(ledger.get("lanes").get(1).get("actor").isNull());
    }

    @Test
    void shouldStreamTheStatusAndTellTheEnd() throws Exception {
        HttpResponse<InputStream> response = client.send(request("api/v1/events").GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
        assertEquals("text/event-stream", contentType(response).split(";")[0]);
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertEquals("event: status", lines.readLine());
            assertTrue(lines.readLine().startsWith("data: {\"run_id\":"));
            server.end("goal reached");
            server.end("a later reason");
            String line = lines.readLine();
            while (!line.equals("event: ended")) {
                line = lines.readLine();
            }
            assertEquals("data: {\"reason\":\"goal reached\"}", lines.readLine());
            assertEquals("", lines.readLine());
            assertEquals(null, lines.readLine());
        }
        assertTrue(get("api/v1/events").body().endsWith("data: {\"reason\":\"goal reached\"}\n\n"));
    }

    @Test
    void shouldBeScrapedByPrometheus() throws Exception {
        HttpResponse<String> response = get("metrics");
        assertTrue(contentType(response).startsWith("text/plain"));
        assertTrue(contentType(response).contains("version=0.0.4"));
        assertTrue(response.body().contains("\ntroupe_learner_env_steps_total 40000.0\n"));
    }

    @Test
    void shouldBeLiveAtOnceAndReadyWhenTheRunIs() throws Exception {
        assertEquals(200, get("health/live").statusCode());
        HttpResponse<String> notReady = get("health/ready");
        assertEquals(503, notReady.statusCode());
        assertProblem("NOT_READY", notReady);
        isReady.set(true);
        assertEquals(200, get("health/ready").statusCode());
    }

    @Test
    void shouldSayWhatTheRunWaitsFor() throws Exception {
        snapshot.set(Snapshots.starting());
        server.sampleNow();
        assertEquals("The run is waiting for a replay shard, an actor, its first environment step",
            mapper.readTree(get("health/ready").body()).get("message").asText());
    }

    @Test
    void shouldTakeCommandsFromWhoKnowsTheSecret() throws Exception {
        assertEquals(202, command("pause", "Bearer " + SECRET).statusCode());
        assertEquals(202, command("resume", "bearer " + SECRET).statusCode());
        assertEquals(202, command("stop", "Bearer " + SECRET).statusCode());
        assertEquals(List.of("pause", "resume", "stop: stopped over HTTP"), control.commands());
    }

    @Test
    void shouldRefuseCommandsWithoutTheSecret() throws Exception {
        HttpResponse<String> without = command("stop", null);
        assertEquals(401, without.statusCode());
        assertEquals("Bearer", without.headers().firstValue("WWW-Authenticate").orElse(""));
        assertProblem("UNAUTHORIZED", without);
        assertEquals(401, command("stop", "Basic dGhlLXNlY3JldA==").statusCode());
        HttpResponse<String> wrong = command("stop", "Bearer the-secreT");
        assertEquals(403, wrong.statusCode());
        assertProblem("FORBIDDEN", wrong);
        assertEquals(List.of(), control.commands());
    }

    @Test
    void shouldAnswerMistakesInJson() throws Exception {
        HttpResponse<String> missing = get("assets/../index.html");
        assertEquals(404, missing.statusCode());
        assertProblem("NOT_FOUND", missing);
        HttpResponse<String> wrongMethod = contract.send(request("api/v1/control/stop").GET().build());
        assertEquals(405, wrongMethod.statusCode());
        assertEquals("POST", wrongMethod.headers().firstValue("Allow").orElse(""));
        assertProblem("METHOD_NOT_ALLOWED", wrongMethod);
    }

    @Test
    void shouldNotAnswerUnderAForeignName() throws Exception {
        String answer = raw("GET /api/v1/status HTTP/1.1\r\nHost: evil.example:" + server.boundPort()
            + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
        assertTrue(answer.contains("FOREIGN_HOST"), answer);
        assertFalse(answer.contains("run_id"), answer);
        contract.hold("GET", "/api/v1/status", 421, "application/json", answer.substring(answer.indexOf("\r\n\r\n")));
        assertTrue(raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldRefuseLongAddresses() throws Exception {
        assertTrue(raw("GET /" + "a".repeat(4_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 414 "));
    }

    @Test
    void shouldAllowNoOtherOrigin() throws Exception {
        HttpResponse<String> response = contract.send(
            request("api/v1/status").header("Origin", "http://evil.example").GET().build());
        assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void shouldWantTheSecretForReadingBeyondLoopback() throws Exception {
        try (DashboardServer guarded = new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", 0),
            sources(), control, new HttpAccess(SECRET, false))) {
            for (String path : List.of("api/v1/status", "api/v1/events", "api/v1/config", "metrics")) {
                URI uri = URI.create(guarded.url() + path);
                assertEquals(401, contract.send(HttpRequest.newBuilder(uri).build()).statusCode(), path);
            }
            assertEquals(200, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + "api/v1/status"))
                .header("Authorization", "Bearer " + SECRET).build()).statusCode());
            for (String path : List.of("v1/policy/act", "v1/policy/sessions")) {
                assertEquals(401, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + path))
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build()).statusCode(), path);
            }
            for (String path : List.of("", "assets/app.js", "health/live")) {
                assertEquals(200, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + path)).build())
                    .statusCode(), path);
            }
        }
    }

    @Test
    void shouldGuardReadingWhereItListensBeyondLoopbackAndTheNetworkIsNotTrusted() {
        assertTrue(access("127.0.0.1", false).isReadingOpen());
        assertTrue(access("0.0.0.0", true).isReadingOpen());
        assertFalse(access("0.0.0.0", false).isReadingOpen());
    }

    private static HttpAccess access(String host, boolean isInsecure) {
        return HttpAccess.of(SECRET, new SettingsLoader(name -> "").set("http.host=\"" + host + "\"")
            .set("insecure=" + isInsecure).load().settings());
    }

    @Test
    void shouldNameATakenPortAndTheWayOut() {
        int taken = server.boundPort();
        TroupeException refused = assertThrows(TroupeException.class, () -> serve(taken).close());
        assertEquals(ErrorCode.RESOURCE, refused.code());
        assertEquals("HTTP port " + taken + " on 127.0.0.1 is taken by another program: choose one with --http-port "
            + "PORT (0: any free one), or run without the page: --no-http", refused.getMessage());
    }

    @Test
    void shouldNameAnAddressThatIsNotOfThisMachine() {
        TroupeException refused = assertThrows(TroupeException.class, () -> new DashboardServer(testKit.system(),
            new HttpSettings(true, "192.0.2.1", 0), sources(), control,
            new HttpAccess(SECRET, true)).close());
        assertEquals(ErrorCode.RESOURCE, refused.code());
        assertTrue(refused.getMessage().contains("192.0.2.1:0"), refused.getMessage());
    }

    @Test
    void shouldTellWhereItIs() {
        assertEquals("http://127.0.0.1:" + server.boundPort() + "/", server.url());
    }

    private DashboardServer serve(int port) {
        return new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", port), sources(), control,
            new HttpAccess(SECRET, true));
    }

    private DashboardSources sources() {
        return FakeSources.of(snapshot::get, isReady::get, new FakeReplay());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return contract.send(request(path).GET().build());
    }

    private HttpResponse<String> command(String name, String authorization) throws Exception {
        HttpRequest.Builder request = request("api/v1/control/" + name).POST(HttpRequest.BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return contract.send(request.build());
    }

    /** HttpClient does not let a caller choose the Host header. */
    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.boundPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertProblem(String code, HttpResponse<String> response) throws Exception {
        assertEquals("application/json", contentType(response));
        JsonNode problem = mapper.readTree(response.body());
        assertEquals(code, problem.get("code").asText());
        assertFalse(problem.get("message").asText().isBlank());
        assertSecured(response);
    }

    private static void assertSecured(HttpResponse<?> response) {
        assertTrue(response.headers().firstValue("Content-Security-Policy").orElse("").contains("default-src 'self'"));
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals("DENY", response.headers().firstValue("X-Frame-Options").orElse(""));
        assertEquals("no-referrer", response.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
