package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.Snapshots;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page and its addresses tell; who may ask them is {@link DashboardAccessTest}'s. */
@Timeout(60)
final class DashboardServerTest extends ServedRun {
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
    void shouldRefuseLongAddresses() throws Exception {
        assertTrue(raw("GET /" + "a".repeat(4_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 414 "));
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
}
